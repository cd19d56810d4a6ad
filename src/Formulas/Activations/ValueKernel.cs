using System.Runtime.CompilerServices;
using Granary.Formulas.Lanes;

namespace Granary.Formulas.Activations;

/// <summary>Replaces <c>z</c> by <c>f(z)</c>.</summary>
internal readonly unsafe struct ValueKernel<TActivation>(float* values) : ILaneKernel
    where TActivation : struct, IElementwiseActivation
{
    private readonly float* _values = values;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TLanes>(nint start, int count)
        where TLanes : struct, ILanes<TLanes> =>
        TActivation.Value(TLanes.Load(_values + start, count)).Store(_values + start, count);
}

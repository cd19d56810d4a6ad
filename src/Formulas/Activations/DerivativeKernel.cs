using System.Runtime.CompilerServices;
using Granary.Formulas.Lanes;

namespace Granary.Formulas.Activations;

/// <summary>Multiplies <c>delta</c> by <c>f'(z)</c>, given <c>y = f(z)</c>.</summary>
internal readonly unsafe struct DerivativeKernel<TActivation>(float* y, float* delta) : ILaneKernel
    where TActivation : struct, IElementwiseActivation
{
    private readonly float* _y = y;
    private readonly float* _delta = delta;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TLanes>(nint start, int count)
        where TLanes : struct, ILanes<TLanes>
    {
        var y = TLanes.Load(_y + start, count);
        var delta = TLanes.Load(_delta + start, count);
        TActivation.TimesDerivative(y, delta).Store(_delta + start, count);
    }
}

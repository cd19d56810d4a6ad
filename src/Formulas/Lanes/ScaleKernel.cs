using System.Runtime.CompilerServices;

namespace Granary.Formulas.Lanes;

/// <summary>Multiplies numbers by a factor.</summary>
internal readonly unsafe struct ScaleKernel(float* values, float factor) : ILaneKernel
{
    private readonly float* _values = values;
    private readonly float _factor = factor;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TLanes>(nint start, int count)
        where TLanes : struct, ILanes<TLanes> =>
        (TLanes.Load(_values + start, count) * TLanes.Broadcast(_factor)).Store(_values + start, count);
}

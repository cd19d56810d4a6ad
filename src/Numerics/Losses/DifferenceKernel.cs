using System.Runtime.CompilerServices;
using Granary.Numerics.Lanes;

namespace Granary.Numerics.Losses;

/// <summary><c>delta = y - t</c>.</summary>
internal readonly unsafe struct DifferenceKernel(float* y, float* target, float* delta) : ILaneKernel
{
    private readonly float* _y = y;
    private readonly float* _target = target;
    private readonly float* _delta = delta;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TLanes>(nint start, int count)
        where TLanes : struct, ILanes<TLanes> =>
        (TLanes.Load(_y + start, count) - TLanes.Load(_target + start, count)).Store(_delta + start, count);
}

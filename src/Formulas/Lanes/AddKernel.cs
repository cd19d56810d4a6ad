using System.Runtime.CompilerServices;

namespace Granary.Formulas.Lanes;

/// <summary>Adds numbers to others, element by element: <c>s = s + a</c>.</summary>
internal readonly unsafe struct AddKernel(float* sums, float* addends) : ILaneKernel
{
    private readonly float* _sums = sums;
    private readonly float* _addends = addends;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TLanes>(nint start, int count)
        where TLanes : struct, ILanes<TLanes> =>
        (TLanes.Load(_sums + start, count) + TLanes.Load(_addends + start, count)).Store(_sums + start, count);
}

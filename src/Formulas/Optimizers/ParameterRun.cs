using System.Runtime.CompilerServices;
using Granary.Formulas.Lanes;

namespace Granary.Formulas.Optimizers;

/// <summary>
/// The memory of one update; all arrays are of the same length, and those of state that the optimizer lacks are not used.
/// </summary>
internal readonly unsafe struct ParameterRun(
    int length, float scale, float* sum, float* weights, float* updated, float* first, float* second)
{
    /// <summary>Number of elements.</summary>
    public int Length { get; } = length;

    /// <summary>What the sums are multiplied by.</summary>
    public float Scale { get; } = scale;

    /// <summary>The summed gradient.</summary>
    public float* Sum { get; } = sum;

    /// <summary>The weights before.</summary>
    public float* Weights { get; } = weights;

    /// <summary>The weights after.</summary>
    public float* Updated { get; } = updated;

    /// <summary>The first array of state.</summary>
    public float* First { get; } = first;

    /// <summary>The second array of state.</summary>
    public float* Second { get; } = second;

    /// <summary>A part of the run.</summary>
    /// <param name="start">Its first element.</param>
    /// <param name="count">How many.</param>
    public ParameterRun Part(int start, int count) => new(
        count, Scale, Sum + start, Weights + start, Updated + start, At(First, start), At(Second, start));

    /// <summary>The run with averaged gradients in the place of sums.</summary>
    /// <param name="gradients">The gradients.</param>
    public ParameterRun With(float* gradients) => new(Length, 1, gradients, Weights, Updated, First, Second);

    /// <summary><c>g</c>, the averaged gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Gradient<TLanes>(nint start, int count)
        where TLanes : struct, ILanes<TLanes> => TLanes.Load(Sum + start, count) * TLanes.Broadcast(Scale);

    private static float* At(float* state, int start) => state == null ? null : state + start;
}

using System.Runtime.CompilerServices;

namespace Granary.Formulas.Lanes;

/// <summary>
/// A sum over a row in increasing order: <c>((0 + x_0) + x_1) + ...</c>. A kernel hands over the terms as it computes them.
/// </summary>
/// <param name="memory">At least <see cref="MemoryLength"/> floats, zeroed, which belong to the sum.</param>
internal readonly unsafe struct OrderedSum(float* memory)
{
    /// <summary>How much memory a sum needs.</summary>
    public const int MemoryLength = 3 * Lanes512.Width;

    // The terms go through a whole cache line: partial or crossing stores would make the scalar reads wait.
    private readonly float* _terms = Lanes512.AlignUp(memory);

    /// <summary>The sum so far.</summary>
    public float Value => _terms[Lanes512.Width];

    /// <summary>Adds the first <paramref name="count"/> lanes, from the lowest to the highest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add<TLanes>(TLanes terms, int count)
        where TLanes : struct, ILanes<TLanes>
    {
        terms.Store(_terms, TLanes.Count);
        var sum = Value;
        for (var lane = 0; lane < count; lane++)
        {
            sum += _terms[lane];
        }

        _terms[Lanes512.Width] = sum;
    }
}

namespace Granary.Formulas.Lanes;

/// <summary>A computation that makes one number of a row; the implementing struct holds the row's addresses.</summary>
internal interface IRowReduction
{
    /// <summary>What each partial result starts from: combined with it, a number stays as it is.</summary>
    static abstract float Start { get; }

    /// <summary>
    /// Takes the elements <c>[start, start + count)</c> into as many partial results. What comes out in the lanes from
    /// <paramref name="count"/> on is ignored.
    /// </summary>
    /// <param name="partial">The partial results so far.</param>
    /// <param name="start">The first element.</param>
    /// <param name="count">From 1 to <c>TLanes.Count</c>.</param>
    TLanes Enter<TLanes>(TLanes partial, nint start, int count)
        where TLanes : struct, ILanes<TLanes>;

    /// <summary>Makes one partial result of two.</summary>
    static abstract TLanes Combine<TLanes>(TLanes left, TLanes right)
        where TLanes : struct, ILanes<TLanes>;
}

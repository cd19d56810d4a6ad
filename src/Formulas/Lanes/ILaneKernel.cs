namespace Granary.Formulas.Lanes;

/// <summary>
/// An elementwise computation over arrays whose addresses the implementing struct holds: what it does to element <c>i</c> may
/// depend on elements <c>i</c> alone.
/// </summary>
internal interface ILaneKernel
{
    /// <summary>Computes the elements <c>[start, start + count)</c>.</summary>
    /// <param name="start">A multiple of <c>TLanes.Count</c>.</param>
    /// <param name="count">From 1 to <c>TLanes.Count</c>.</param>
    void Invoke<TLanes>(nint start, int count)
        where TLanes : struct, ILanes<TLanes>;
}

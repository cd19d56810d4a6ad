using Granary.Formulas.Lanes;

namespace Granary.Formulas.Losses;

/// <summary>
/// The formulas of a loss that is a sum over outputs, of <c>d = y - t</c> each: pure functions that never branch, so that they are the
/// same bits in every vector width.
/// </summary>
internal interface IElementwiseLoss
{
    /// <summary>The loss of one output.</summary>
    static abstract TLanes Value<TLanes>(TLanes difference)
        where TLanes : struct, ILanes<TLanes>;

    /// <summary>Its derivative by <c>y</c>.</summary>
    static abstract TLanes Derivative<TLanes>(TLanes difference)
        where TLanes : struct, ILanes<TLanes>;
}

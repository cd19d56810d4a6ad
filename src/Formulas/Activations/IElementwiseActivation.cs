using Granary.Formulas.Lanes;

namespace Granary.Formulas.Activations;

/// <summary>
/// The formulas of an activation that looks at one element at a time: pure functions that never branch, so that they are the same
/// bits in every vector width.
/// </summary>
internal interface IElementwiseActivation
{
    /// <summary>
    /// Whether <see cref="TimesDerivative"/> is given <c>z</c>. Without it, it is given <c>y</c>, which costs less: <c>y</c> is in
    /// memory anyway.
    /// </summary>
    static virtual bool KeepsInput => false;

    /// <summary><c>y = f(z)</c>.</summary>
    static abstract TLanes Value<TLanes>(TLanes z)
        where TLanes : struct, ILanes<TLanes>;

    /// <summary><c>delta f'(z)</c>, from <c>y = f(z)</c>, or from <c>z</c> where <see cref="KeepsInput"/> says so.</summary>
    static abstract TLanes TimesDerivative<TLanes>(TLanes kept, TLanes delta)
        where TLanes : struct, ILanes<TLanes>;
}

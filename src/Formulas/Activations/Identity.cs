using Granary.Formulas.Lanes;

namespace Granary.Formulas.Activations;

/// <summary><c>y = z</c>; <c>delta</c>.</summary>
internal readonly struct Identity : IElementwiseActivation
{
    /// <inheritdoc/>
    public static TLanes Value<TLanes>(TLanes z)
        where TLanes : struct, ILanes<TLanes> => z;

    /// <inheritdoc/>
    public static TLanes TimesDerivative<TLanes>(TLanes y, TLanes delta)
        where TLanes : struct, ILanes<TLanes> => delta;
}

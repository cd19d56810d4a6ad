using Granary.Numerics.Lanes;

namespace Granary.Numerics.Activations;

/// <summary>An activation that looks at one element at a time.</summary>
internal interface IElementwiseActivation
{
    /// <summary><c>y = f(z)</c>.</summary>
    static abstract TLanes Value<TLanes>(TLanes z)
        where TLanes : struct, ILanes<TLanes>;

    /// <summary><c>delta f'(z)</c>, from <c>y = f(z)</c>.</summary>
    static abstract TLanes TimesDerivative<TLanes>(TLanes y, TLanes delta)
        where TLanes : struct, ILanes<TLanes>;
}

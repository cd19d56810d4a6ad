using System.Runtime.CompilerServices;
using Granary.Formulas.Functions;
using Granary.Formulas.Lanes;

namespace Granary.Formulas.Activations;

/// <summary>
/// <c>log(1 + exp(z))</c> as <c>(z &gt; 0 ? z : 0) + log1p(exp(-|z|))</c>, which neither overflows nor loses small results;
/// <c>delta sigmoid(z)</c>, from <c>z</c>, because <c>1 - exp(-y)</c> has no digits left where <c>y</c> is small.
/// </summary>
internal readonly struct Softplus : IElementwiseActivation
{
    /// <inheritdoc/>
    public static bool KeepsInput => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes>(TLanes z)
        where TLanes : struct, ILanes<TLanes>
    {
        var zero = TLanes.Broadcast(0f);
        var magnitude = TLanes.IfGreater(z, zero, z, -z);
        return TLanes.IfGreater(z, zero, z, zero) + LaneMath.Log1p(LaneMath.Exp(-magnitude));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes TimesDerivative<TLanes>(TLanes kept, TLanes delta)
        where TLanes : struct, ILanes<TLanes> => delta * LaneMath.Sigmoid(kept);
}

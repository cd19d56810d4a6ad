using System.Runtime.CompilerServices;
using Granary.Formulas.Functions;
using Granary.Formulas.Lanes;

namespace Granary.Formulas.Activations;

/// <summary>
/// ELU (Clevert et al., 2016) with a scale of 1: <c>z &gt; 0 ? z : exp(z) - 1</c>; <c>y &gt; 0 ? delta : delta (y + 1)</c>.
/// </summary>
internal readonly struct Elu : IElementwiseActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes>(TLanes z)
        where TLanes : struct, ILanes<TLanes> =>
        TLanes.IfGreater(z, TLanes.Broadcast(0f), z, LaneMath.NegativeExpm1(z));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes TimesDerivative<TLanes>(TLanes kept, TLanes delta)
        where TLanes : struct, ILanes<TLanes> =>
        TLanes.IfGreater(kept, TLanes.Broadcast(0f), delta, delta * (kept + TLanes.Broadcast(1f)));
}

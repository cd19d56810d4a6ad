using System.Runtime.CompilerServices;
using Granary.Formulas.Lanes;

namespace Granary.Formulas.Activations;

/// <summary><c>y = z &gt; 0 ? z : 0.01 z</c>; <c>y &gt; 0 ? delta : 0.01 delta</c>.</summary>
internal readonly struct LeakyRelu : IElementwiseActivation
{
    private const float Leak = 0.01f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes>(TLanes z)
        where TLanes : struct, ILanes<TLanes> =>
        TLanes.IfGreater(z, TLanes.Broadcast(0f), z, z * TLanes.Broadcast(Leak));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes TimesDerivative<TLanes>(TLanes y, TLanes delta)
        where TLanes : struct, ILanes<TLanes> =>
        TLanes.IfGreater(y, TLanes.Broadcast(0f), delta, delta * TLanes.Broadcast(Leak));
}

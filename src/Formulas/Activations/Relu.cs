using System.Runtime.CompilerServices;
using Granary.Formulas.Lanes;

namespace Granary.Formulas.Activations;

/// <summary><c>y = 0 &gt; z ? 0 : z</c>, so that a NaN is not hidden; <c>y &gt; 0 ? delta : 0</c>.</summary>
internal readonly struct Relu : IElementwiseActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes>(TLanes z)
        where TLanes : struct, ILanes<TLanes> => TLanes.IfGreater(TLanes.Broadcast(0f), z, TLanes.Broadcast(0f), z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes TimesDerivative<TLanes>(TLanes y, TLanes delta)
        where TLanes : struct, ILanes<TLanes> => TLanes.IfGreater(y, TLanes.Broadcast(0f), delta, TLanes.Broadcast(0f));
}

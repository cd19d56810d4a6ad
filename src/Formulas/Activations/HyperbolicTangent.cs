using System.Runtime.CompilerServices;
using Granary.Formulas.Functions;
using Granary.Formulas.Lanes;

namespace Granary.Formulas.Activations;

/// <summary><c>y = tanh(z)</c> as <see cref="LaneMath.Tanh"/> computes it; <c>delta fma(-y, y, 1)</c>.</summary>
internal readonly struct HyperbolicTangent : IElementwiseActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes>(TLanes z)
        where TLanes : struct, ILanes<TLanes> => LaneMath.Tanh(z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes TimesDerivative<TLanes>(TLanes y, TLanes delta)
        where TLanes : struct, ILanes<TLanes> => delta * TLanes.FusedMultiplyAdd(-y, y, TLanes.Broadcast(1f));
}

using System.Runtime.CompilerServices;
using Granary.Formulas.Functions;
using Granary.Formulas.Lanes;

namespace Granary.Formulas.Activations;

/// <summary>SiLU, also called swish: <c>z s</c> with <c>s = sigmoid(z)</c>; <c>delta fma(z, s', s)</c>.</summary>
internal readonly struct Silu : IElementwiseActivation
{
    /// <inheritdoc/>
    public static bool KeepsInput => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes>(TLanes z)
        where TLanes : struct, ILanes<TLanes> => z * LaneMath.Sigmoid(z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes TimesDerivative<TLanes>(TLanes kept, TLanes delta)
        where TLanes : struct, ILanes<TLanes>
    {
        var s = LaneMath.Sigmoid(kept, out var slope);
        return delta * TLanes.FusedMultiplyAdd(kept, slope, s);
    }
}

using System.Runtime.CompilerServices;
using Granary.Formulas.Functions;
using Granary.Formulas.Lanes;

namespace Granary.Formulas.Activations;

/// <summary>
/// GELU in its tanh form (Hendrycks and Gimpel, 2016): <c>z/2 (1 + tanh(v/2))</c>, which is <c>z s</c> with
/// <c>s = sigmoid(v)</c> and <c>v = 2 sqrt(2 / pi) (z + 0.044715 z^3)</c>; <c>delta fma(z v', s', s)</c>.
/// </summary>
internal readonly struct Gelu : IElementwiseActivation
{
    // 2 sqrt(2 / pi), and that times 0.044715 and three times 0.044715.
    private const float Slope = 1.59576917f;
    private const float Cubic = 0.0713548139f;
    private const float CubicSlope = 0.214064449f;

    // From here on s is 0 or 1 and s' is 0; no power of z overflows.
    private const float Saturated = 16f;

    /// <inheritdoc/>
    public static bool KeepsInput => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes>(TLanes z)
        where TLanes : struct, ILanes<TLanes>
    {
        var x = Limited(z);
        var v = x * TLanes.FusedMultiplyAdd(x * x, TLanes.Broadcast(Cubic), TLanes.Broadcast(Slope));
        return z * LaneMath.Sigmoid(v);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes TimesDerivative<TLanes>(TLanes kept, TLanes delta)
        where TLanes : struct, ILanes<TLanes>
    {
        var x = Limited(kept);
        var square = x * x;
        var v = x * TLanes.FusedMultiplyAdd(square, TLanes.Broadcast(Cubic), TLanes.Broadcast(Slope));
        var s = LaneMath.Sigmoid(v, out var slope);
        var inner = TLanes.FusedMultiplyAdd(square, TLanes.Broadcast(CubicSlope), TLanes.Broadcast(Slope));
        return delta * TLanes.FusedMultiplyAdd(x * inner, slope, s);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Limited<TLanes>(TLanes z)
        where TLanes : struct, ILanes<TLanes>
    {
        var (least, most) = (TLanes.Broadcast(-Saturated), TLanes.Broadcast(Saturated));
        var x = TLanes.IfGreater(z, most, most, z);
        return TLanes.IfGreater(least, x, least, x);
    }
}

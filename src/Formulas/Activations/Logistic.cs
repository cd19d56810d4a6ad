using System.Runtime.CompilerServices;
using Granary.Formulas.Functions;
using Granary.Formulas.Lanes;

namespace Granary.Formulas.Activations;

/// <summary><c>y = 1 / (1 + exp(-z))</c> as <see cref="LaneMath.Sigmoid{TLanes}(TLanes)"/> computes it; <c>delta (y (1 - y))</c>.</summary>
internal readonly struct Logistic : IElementwiseActivation
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes>(TLanes z)
        where TLanes : struct, ILanes<TLanes> => LaneMath.Sigmoid(z);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes TimesDerivative<TLanes>(TLanes y, TLanes delta)
        where TLanes : struct, ILanes<TLanes> => delta * (y * (TLanes.Broadcast(1f) - y));
}

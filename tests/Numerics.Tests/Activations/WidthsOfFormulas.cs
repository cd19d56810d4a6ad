using Granary.Formulas.Activations;
using Granary.Numerics.Tests.Functions;

namespace Granary.Numerics.Tests.Activations;

/// <summary>Compares an activation's formulas at all vector widths and places in an array.</summary>
internal sealed class WidthsOfFormulas : IActivationVisitor<bool>
{
    public bool VisitElementwise<TActivation>()
        where TActivation : struct, IElementwiseActivation
    {
        Widths.AssertSameBits<ValueOf<TActivation>>();
        Widths.AssertSameBits<SlopeOf<TActivation>>();
        return true;
    }

    public bool VisitWholeRow(LayerActivation activation) =>
        throw new ArgumentException("It does not work element by element.", nameof(activation));

    private readonly struct ValueOf<TActivation> : ILaneFunction
        where TActivation : struct, IElementwiseActivation
    {
        static TLanes ILaneFunction.Of<TLanes>(TLanes x) => TActivation.Value(x);
    }

    private readonly struct SlopeOf<TActivation> : ILaneFunction
        where TActivation : struct, IElementwiseActivation
    {
        // A NaN stays one; its sign and payload are nobody's concern here.
        static TLanes ILaneFunction.Of<TLanes>(TLanes x) =>
            TLanes.IfEqual(x, x, TActivation.TimesDerivative(x, TLanes.Broadcast(0.7f)), x);
    }
}

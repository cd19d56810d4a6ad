using Granary.Formulas.Activations;

namespace Granary.Formulas.Losses;

/// <summary>A loss that is a sum over outputs stands behind every activation.</summary>
/// <typeparam name="TLoss">Its formulas.</typeparam>
internal sealed class ElementwiseLoss<TLoss> : OutputLosses, IActivationVisitor<RowLoss>
    where TLoss : struct, IElementwiseLoss
{
    /// <inheritdoc/>
    public override RowLoss Behind(Activation output) => ActivationFunction.Of(output).Accept(this);

    /// <inheritdoc/>
    RowLoss IActivationVisitor<RowLoss>.VisitElementwise<TActivation>() => new ElementwiseRowLoss<TLoss, TActivation>();

    /// <inheritdoc/>
    RowLoss IActivationVisitor<RowLoss>.VisitWholeRow(LayerActivation activation) => new WholeRowLoss<TLoss>(activation);
}

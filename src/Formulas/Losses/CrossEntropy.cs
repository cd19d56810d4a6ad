using Granary.Formulas.Activations;

namespace Granary.Formulas.Losses;

/// <summary>Cross-entropy, which is computed from <c>z</c> together with its output activation.</summary>
internal sealed class CrossEntropy : OutputLosses
{
    /// <inheritdoc/>
    public override bool GoesWith(Activation output) => output is Activation.Softmax or Activation.Sigmoid;

    /// <inheritdoc/>
    public override RowLoss Behind(Activation output) =>
        output == Activation.Softmax ? new SoftmaxCrossEntropy() : new SigmoidCrossEntropy();
}

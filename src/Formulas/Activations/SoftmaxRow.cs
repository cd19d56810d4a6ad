namespace Granary.Formulas.Activations;

/// <summary><see cref="Softmax"/> as an activation of a layer.</summary>
internal sealed unsafe class SoftmaxRow : LayerActivation
{
    /// <inheritdoc/>
    public override bool NeedsRow => true;

    /// <inheritdoc/>
    public override void Apply(float* values, int length) => Softmax.Apply(values, values, length);

    /// <inheritdoc/>
    public override void TimesDerivative(float* kept, float* delta, int length) => Softmax.TimesDerivative(kept, delta, length);

    /// <inheritdoc/>
    public override TResult Accept<TResult>(IActivationVisitor<TResult> visitor) => visitor.VisitWholeRow(this);
}

using Granary.Formulas.Lanes;

namespace Granary.Formulas.Activations;

/// <summary>An activation that looks at one element at a time.</summary>
/// <typeparam name="TActivation">Its formulas.</typeparam>
internal sealed unsafe class Elementwise<TActivation> : LayerActivation
    where TActivation : struct, IElementwiseActivation
{
    /// <inheritdoc/>
    public override bool KeepsInput => TActivation.KeepsInput;

    /// <inheritdoc/>
    public override void Apply(float* values, int length) => LaneLoop.Run(new ValueKernel<TActivation>(values), length);

    /// <inheritdoc/>
    public override void TimesDerivative(float* kept, float* delta, int length) =>
        LaneLoop.Run(new DerivativeKernel<TActivation>(kept, delta), length);

    /// <inheritdoc/>
    public override TResult Accept<TResult>(IActivationVisitor<TResult> visitor) => visitor.VisitElementwise<TActivation>();
}

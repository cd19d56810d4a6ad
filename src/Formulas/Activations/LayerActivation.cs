namespace Granary.Formulas.Activations;

/// <summary>An activation on rows in memory; what <see cref="ActivationFunction"/> documents.</summary>
internal abstract unsafe class LayerActivation
{
    /// <summary>Whether the function looks at the whole row, so that it needs exactly one.</summary>
    public virtual bool NeedsRow => false;

    /// <summary>Whether the derivative is computed from <c>z</c>; otherwise it is from <c>y</c>.</summary>
    public virtual bool KeepsInput => false;

    /// <summary>Replaces <c>z</c> by <c>f(z)</c>.</summary>
    public abstract void Apply(float* values, int length);

    /// <summary>Multiplies <c>delta</c> by <c>f'</c>, computed from what is kept.</summary>
    public abstract void TimesDerivative(float* kept, float* delta, int length);

    /// <summary>Tells a visitor the type of the formulas.</summary>
    public abstract TResult Accept<TResult>(IActivationVisitor<TResult> visitor);
}

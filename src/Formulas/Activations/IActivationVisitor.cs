namespace Granary.Formulas.Activations;

/// <summary>Learns the type of an activation's formulas, to make code that has them inlined.</summary>
/// <typeparam name="TResult">What is made.</typeparam>
internal interface IActivationVisitor<out TResult>
{
    /// <summary>The activation looks at one element at a time.</summary>
    TResult VisitElementwise<TActivation>()
        where TActivation : struct, IElementwiseActivation;

    /// <summary>The activation looks at whole rows.</summary>
    TResult VisitWholeRow(LayerActivation activation);
}

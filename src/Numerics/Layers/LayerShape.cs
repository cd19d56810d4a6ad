using Granary.Formulas.Activations;

namespace Granary.Numerics.Layers;

/// <summary>One dense layer: <c>y = f(x W + b)</c> with <c>W</c> of <paramref name="Inputs"/> x <paramref name="Outputs"/>.</summary>
/// <param name="Inputs">Length of a row that enters, at least 1.</param>
/// <param name="Outputs">Number of output neurons, at least 1.</param>
/// <param name="Activation">The function <c>f</c>.</param>
public readonly record struct LayerShape(int Inputs, int Outputs, Activation Activation)
{
    /// <summary>Weights and biases together.</summary>
    public long Parameters => ((long)Inputs * Outputs) + Outputs;
}

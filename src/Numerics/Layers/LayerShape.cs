using Granary.Formulas.Activations;

namespace Granary.Numerics.Layers;

/// <summary>One dense layer: <c>y = f(x W + b)</c> with <c>W</c> of <paramref name="Inputs"/> x <paramref name="Outputs"/>.</summary>
/// <param name="Inputs">Length of a row that enters, at least 1.</param>
/// <param name="Outputs">Number of output neurons, at least 1.</param>
/// <param name="Activation">The function <c>f</c>.</param>
/// <param name="IsNormalized">Whether each row's <c>x W + b</c> is normalized over the neurons, stretched by gains and moved by shifts before <c>f</c>.</param>
public readonly record struct LayerShape(int Inputs, int Outputs, Activation Activation, bool IsNormalized = false)
{
    /// <summary>The kinds of parameters that the layer has.</summary>
    public IReadOnlyList<LayerTensor> Tensors => IsNormalized ? Enum.GetValues<LayerTensor>() : [LayerTensor.Weights, LayerTensor.Biases];

    /// <summary>Weights, biases, and gains and shifts where there are any.</summary>
    public long Parameters => ((long)Inputs * Outputs) + ((long)Outputs * (IsNormalized ? 3 : 1));
}

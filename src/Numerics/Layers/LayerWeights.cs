namespace Granary.Numerics.Layers;

/// <summary>The weights and biases of a whole layer, with which training may begin instead of drawn ones.</summary>
/// <param name="inputs">Inputs of the layer.</param>
/// <param name="weights">The weights, neuron by neuron.</param>
/// <param name="biases">The biases, one for each neuron.</param>
public sealed class LayerWeights(int inputs, float[] weights, float[] biases)
{
    /// <summary>Inputs of the layer.</summary>
    public int Inputs => inputs;

    /// <summary>Neurons of the layer.</summary>
    public int Outputs => biases.Length;

    /// <summary>Copies what belongs to a slice.</summary>
    /// <param name="slice">A slice of a layer of this shape.</param>
    /// <param name="parameters">Receives the slice's weights, then its biases.</param>
    public void CopyTo(SliceShape slice, Span<float> parameters)
    {
        weights.AsSpan(slice.FirstNeuron * inputs, slice.Weights).CopyTo(parameters);
        biases.AsSpan(slice.FirstNeuron, slice.Neurons).CopyTo(parameters[slice.Weights..]);
    }
}

namespace Granary.Numerics.Layers;

/// <summary>The parameters of a whole layer, with which training may begin instead of drawn ones.</summary>
/// <param name="inputs">Inputs of the layer.</param>
/// <param name="weights">The weights, neuron by neuron.</param>
/// <param name="biases">The biases, one for each neuron.</param>
/// <param name="normalization">Where the layer is normalized, a gain and a shift for each neuron: all gains first; otherwise empty.</param>
public sealed class LayerWeights(int inputs, float[] weights, float[] biases, float[]? normalization = null)
{
    private readonly float[] _normalization = normalization ?? [];

    /// <summary>Inputs of the layer.</summary>
    public int Inputs => inputs;

    /// <summary>Neurons of the layer.</summary>
    public int Outputs => biases.Length;

    /// <summary>Whether the layer is normalized.</summary>
    public bool IsNormalized => _normalization.Length > 0;

    /// <summary>Copies what belongs to a slice.</summary>
    /// <param name="slice">A slice of a layer of this shape.</param>
    /// <param name="parameters">Receives the slice's parameters.</param>
    public void CopyTo(SliceShape slice, Span<float> parameters)
    {
        weights.AsSpan(slice.FirstNeuron * inputs, slice.Weights).CopyTo(parameters);
        biases.AsSpan(slice.FirstNeuron, slice.Neurons).CopyTo(parameters[slice.Weights..]);
        for (var kind = 1; kind < slice.NumbersPerNeuron; kind++)
        {
            _normalization.AsSpan(((kind - 1) * Outputs) + slice.FirstNeuron, slice.Neurons).CopyTo(parameters[(slice.Weights + (kind * slice.Neurons))..]);
        }
    }
}

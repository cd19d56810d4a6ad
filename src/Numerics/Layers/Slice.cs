namespace Granary.Numerics.Layers;

/// <summary>
/// A view of one slice's parameters, or of their gradient, in memory that does not move: <c>W</c> neuron by neuron
/// (<see cref="Neurons"/> x <see cref="Inputs"/>, so <c>Weights[n * Inputs + k]</c> leads from input <c>k</c> to the slice's
/// neuron <c>n</c>), then the biases, then gains and shifts where the layer is normalized.
/// </summary>
/// <param name="shape">What the slice is.</param>
/// <param name="data">Its <see cref="SliceShape.Length"/> floats.</param>
public readonly unsafe struct Slice(SliceShape shape, float* data)
{
    /// <summary>The first weight.</summary>
    public float* Weights { get; } = data;

    /// <summary>The first bias.</summary>
    public float* Biases { get; } = data + shape.Weights;

    /// <summary>Whether the layer is normalized.</summary>
    public bool IsNormalized { get; } = shape.IsNormalized;

    /// <summary>The slice's first output neuron within its layer.</summary>
    public int FirstNeuron { get; } = shape.FirstNeuron;

    /// <summary>Number of output neurons.</summary>
    public int Neurons { get; } = shape.Neurons;

    /// <summary>Inputs of the layer.</summary>
    public int Inputs { get; } = shape.Inputs;

    /// <summary>Parameters of one kind.</summary>
    /// <param name="tensor">The kind, one that the layer has.</param>
    public Span<float> Of(LayerTensor tensor) => tensor == LayerTensor.Weights
        ? new Span<float>(Weights, Neurons * Inputs)
        : new Span<float>(Biases + ((nint)((int)tensor - 1) * Neurons), Neurons);
}

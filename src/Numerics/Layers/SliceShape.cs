namespace Granary.Numerics.Layers;

/// <summary>
/// A contiguous range of one layer's output neurons, with all the weights that lead to them. Its parameters lie in one array:
/// first <c>W</c>, neuron by neuron (<see cref="Neurons"/> x <see cref="Inputs"/>), then the <see cref="Neurons"/> biases, and as many
/// gains and shifts where the layer is normalized.
/// </summary>
/// <param name="Layer">The layer, from 0.</param>
/// <param name="Index">The slice within its layer, from 0.</param>
/// <param name="FirstNeuron">The first output neuron of the slice.</param>
/// <param name="Neurons">Number of output neurons.</param>
/// <param name="Inputs">Inputs of the layer.</param>
/// <param name="IsNormalized">Whether the layer is normalized.</param>
public readonly record struct SliceShape(int Layer, int Index, int FirstNeuron, int Neurons, int Inputs, bool IsNormalized = false)
{
    /// <summary>Length of the weights' part.</summary>
    public int Weights => Neurons * Inputs;

    /// <summary>Length of the whole array.</summary>
    public int Length => Weights + (Neurons * NumbersPerNeuron);

    /// <summary>Where the parameters of one kind lie in the array.</summary>
    /// <param name="tensor">The kind, one that the layer has.</param>
    public (int First, int Count) RangeOf(LayerTensor tensor) =>
        tensor == LayerTensor.Weights ? (0, Weights) : (Weights + (((int)tensor - 1) * Neurons), Neurons);

    /// <summary>How many numbers a neuron has beside its weights: its bias, and its gain and shift where the layer is normalized.</summary>
    public int NumbersPerNeuron => IsNormalized ? 3 : 1;
}

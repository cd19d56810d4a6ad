namespace Granary.Numerics.Layers;

/// <summary>
/// A contiguous range of one layer's output neurons, with all the weights that lead to them. Its parameters lie in one array:
/// first <c>W</c>, neuron by neuron (<see cref="Neurons"/> x <see cref="Inputs"/>), then the <see cref="Neurons"/> biases.
/// </summary>
/// <param name="Layer">The layer, from 0.</param>
/// <param name="Index">The slice within its layer, from 0.</param>
/// <param name="FirstNeuron">The first output neuron of the slice.</param>
/// <param name="Neurons">Number of output neurons.</param>
/// <param name="Inputs">Inputs of the layer.</param>
public readonly record struct SliceShape(int Layer, int Index, int FirstNeuron, int Neurons, int Inputs)
{
    /// <summary>Length of the weights' part.</summary>
    public int Weights => Neurons * Inputs;

    /// <summary>Length of the whole array: weights, then biases.</summary>
    public int Length => Weights + Neurons;
}

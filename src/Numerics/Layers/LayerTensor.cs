namespace Granary.Numerics.Layers;

/// <summary>The parameters of a layer, in the order in which they lie in a slice and are hashed.</summary>
public enum LayerTensor
{
    /// <summary><c>W</c>, neuron by neuron.</summary>
    Weights,

    /// <summary>A bias for each neuron.</summary>
    Biases,

    /// <summary>A gain for each neuron of a layer that is normalized.</summary>
    Gains,

    /// <summary>A shift for each neuron of a layer that is normalized.</summary>
    Shifts,
}

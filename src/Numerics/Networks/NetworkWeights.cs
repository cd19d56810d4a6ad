using Granary.Numerics.Layers;
using Granary.Numerics.Memory;

namespace Granary.Numerics.Networks;

/// <summary>A network's weights and biases, each layer in one piece of memory that does not move.</summary>
public sealed unsafe class NetworkWeights
{
    private readonly AlignedBuffer[] _layers;
    private readonly Slice[][] _slices;

    /// <summary>Makes room for the weights of a network, all 0.</summary>
    /// <param name="shape">The network.</param>
    public NetworkWeights(NetworkShape shape)
    {
        Shape = shape;
        _layers = new AlignedBuffer[shape.Layers.Count];
        _slices = new Slice[_layers.Length][];
        for (var l = 0; l < _layers.Length; l++)
        {
            var (inputs, outputs) = (shape.Layers[l].Inputs, shape.Layers[l].Outputs);
            var whole = new SliceShape(l, 0, 0, outputs, inputs);
            _layers[l] = new AlignedBuffer(checked((outputs * inputs) + outputs));
            _slices[l] = [new Slice(whole, _layers[l].Pointer)];
        }
    }

    /// <summary>Copies the weights of a network out of its slices.</summary>
    /// <param name="shape">The network.</param>
    /// <param name="layers">For each layer its slices, in order.</param>
    public static NetworkWeights FromSlices(NetworkShape shape, IReadOnlyList<Slice[]> layers)
    {
        var all = new NetworkWeights(shape);
        for (var l = 0; l < layers.Count; l++)
        {
            foreach (var slice in layers[l])
            {
                new ReadOnlySpan<float>(slice.Weights, slice.Neurons * slice.Inputs).CopyTo(all.Weights(l)[(slice.FirstNeuron * slice.Inputs)..]);
                new ReadOnlySpan<float>(slice.Biases, slice.Neurons).CopyTo(all.Biases(l)[slice.FirstNeuron..]);
            }
        }

        return all;
    }

    /// <summary>Dimensions and activations.</summary>
    public NetworkShape Shape { get; }

    /// <summary>The hash by which two networks are compared, as <see cref="WeightsHash"/> says.</summary>
    public string Hash
    {
        get
        {
            var hash = WeightsHash.Compute(_slices);
            GC.KeepAlive(this);
            return hash;
        }
    }

    /// <summary>The weights of a layer, neuron by neuron: outputs x inputs.</summary>
    /// <param name="layer">The layer, from 0.</param>
    public Span<float> Weights(int layer) => _layers[layer].Span[..^Shape.Layers[layer].Outputs];

    /// <summary>The biases of a layer, one for each output.</summary>
    /// <param name="layer">The layer, from 0.</param>
    public Span<float> Biases(int layer) => _layers[layer].Span[^Shape.Layers[layer].Outputs..];

    /// <summary>A layer as kernels take it: one slice. Valid while this object is reachable.</summary>
    /// <param name="layer">The layer, from 0.</param>
    internal Slice[] Layer(int layer) => _slices[layer];
}

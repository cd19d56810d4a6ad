using Granary.Numerics.Layers;
using Granary.Numerics.Memory;

namespace Granary.Numerics.Networks;

/// <summary>A network's parameters, each layer in one piece of memory that does not move.</summary>
public sealed unsafe class NetworkWeights
{
    private readonly AlignedBuffer[] _layers;
    private readonly SliceShape[] _shapes;
    private readonly Slice[][] _slices;

    /// <summary>Makes room for the weights of a network, all 0.</summary>
    /// <param name="shape">The network.</param>
    public NetworkWeights(NetworkShape shape)
    {
        Shape = shape;
        _layers = new AlignedBuffer[shape.Layers.Count];
        _shapes = [.. shape.Layers.Select((layer, l) => new SliceShape(l, 0, 0, layer.Outputs, layer.Inputs, layer.IsNormalized))];
        _slices = new Slice[_layers.Length][];
        for (var l = 0; l < _layers.Length; l++)
        {
            _layers[l] = new AlignedBuffer(checked((int)shape.Layers[l].Parameters));
            _slices[l] = [new Slice(_shapes[l], _layers[l].Pointer)];
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
                foreach (var tensor in shape.Layers[l].Tensors)
                {
                    var first = tensor == LayerTensor.Weights ? slice.FirstNeuron * slice.Inputs : slice.FirstNeuron;
                    slice.Of(tensor).CopyTo(all.Of(l, tensor)[first..]);
                }
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
    public Span<float> Weights(int layer) => Of(layer, LayerTensor.Weights);

    /// <summary>The biases of a layer, one for each output.</summary>
    /// <param name="layer">The layer, from 0.</param>
    public Span<float> Biases(int layer) => Of(layer, LayerTensor.Biases);

    /// <summary>Parameters of one kind.</summary>
    /// <param name="layer">The layer, from 0.</param>
    /// <param name="tensor">The kind, one that the layer has.</param>
    public Span<float> Of(int layer, LayerTensor tensor)
    {
        var (first, count) = _shapes[layer].RangeOf(tensor);
        return _layers[layer].Span.Slice(first, count);
    }

    /// <summary>All parameters of a layer, in the order of <see cref="LayerTensor"/>.</summary>
    /// <param name="layer">The layer, from 0.</param>
    public Span<float> All(int layer) => _layers[layer].Span;

    /// <summary>A layer as kernels take it: one slice. Valid while this object is reachable.</summary>
    /// <param name="layer">The layer, from 0.</param>
    internal Slice[] Layer(int layer) => _slices[layer];
}

using Granary.Numerics.Layers;
using Granary.Numerics.Memory;

namespace Granary.Numerics.Networks;

/// <summary>A network's parameters, each layer in one piece of memory that does not move.</summary>
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
            var layer = shape.Layers[l];
            var whole = new SliceShape(l, 0, 0, layer.Outputs, layer.Inputs, layer.IsNormalized);
            _layers[l] = new AlignedBuffer(checked((int)layer.Parameters));
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
                if (slice.IsNormalized)
                {
                    new ReadOnlySpan<float>(slice.Gains, slice.Neurons).CopyTo(all.Gains(l)[slice.FirstNeuron..]);
                    new ReadOnlySpan<float>(slice.Shifts, slice.Neurons).CopyTo(all.Shifts(l)[slice.FirstNeuron..]);
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
    public Span<float> Weights(int layer) => _layers[layer].Span[..(Shape.Layers[layer].Inputs * Shape.Layers[layer].Outputs)];

    /// <summary>The biases of a layer, one for each output.</summary>
    /// <param name="layer">The layer, from 0.</param>
    public Span<float> Biases(int layer) => Numbers(layer, 0);

    /// <summary>The gains of a layer that is normalized, one for each output; empty for another one.</summary>
    /// <param name="layer">The layer, from 0.</param>
    public Span<float> Gains(int layer) => Shape.Layers[layer].IsNormalized ? Numbers(layer, 1) : [];

    /// <summary>The shifts of a layer that is normalized, one for each output; empty for another one.</summary>
    /// <param name="layer">The layer, from 0.</param>
    public Span<float> Shifts(int layer) => Shape.Layers[layer].IsNormalized ? Numbers(layer, 2) : [];

    /// <summary>All that a layer has beside its weights: its biases, then its gains and shifts if it is normalized.</summary>
    /// <param name="layer">The layer, from 0.</param>
    public Span<float> Others(int layer) => _layers[layer].Span[(Shape.Layers[layer].Inputs * Shape.Layers[layer].Outputs)..];

    /// <summary>A layer as kernels take it: one slice. Valid while this object is reachable.</summary>
    /// <param name="layer">The layer, from 0.</param>
    internal Slice[] Layer(int layer) => _slices[layer];

    private Span<float> Numbers(int layer, int kind) => Others(layer).Slice(kind * Shape.Layers[layer].Outputs, Shape.Layers[layer].Outputs);
}

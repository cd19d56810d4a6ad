using Granary.Grains.Interfaces.Layers;
using Granary.Grains.Interfaces.Tensors;
using Granary.Numerics.Kernels;
using Granary.Numerics.Memory;
using Granary.Numerics.Slicing;

namespace Granary.Grains.Workers;

/// <summary>
/// One layer as a worker sees it: the weights it has, the gradients it makes, and the exchange of one for the other with the
/// grains that hold the layer's slices.
/// </summary>
internal sealed class WorkerLayer
{
    private readonly SliceShape[] _shapes;
    private readonly SliceLink[] _links;
    private readonly TensorBlock[] _gradients;
    private readonly TensorBlock?[] _parameters;
    private readonly ValueTask<SliceWeights>[] _pending;

    /// <summary>Makes a layer without weights.</summary>
    /// <param name="shapes">Its slices.</param>
    /// <param name="links">The way to each of them.</param>
    /// <param name="nodes">How many tree nodes the worker computes.</param>
    public unsafe WorkerLayer(SliceShape[] shapes, SliceLink[] links, int nodes)
    {
        _shapes = shapes;
        _links = links;
        _parameters = new TensorBlock?[shapes.Length];
        _pending = new ValueTask<SliceWeights>[shapes.Length];
        Weights = new Slice[shapes.Length];
        var buffers = Array.ConvertAll(shapes, shape => new AlignedBuffer(nodes * shape.Length));
        _gradients = Array.ConvertAll(buffers, b => new TensorBlock(b.Array, b.Offset, b.Length));
        Gradients = new Slice[nodes][];
        for (var node = 0; node < nodes; node++)
        {
            Gradients[node] = new Slice[shapes.Length];
            for (var s = 0; s < shapes.Length; s++)
            {
                Gradients[node][s] = new Slice(shapes[s], buffers[s].Pointer + ((nint)node * shapes[s].Length));
            }
        }
    }

    /// <summary>The weights of each slice.</summary>
    public Slice[] Weights { get; }

    /// <summary>For each of the worker's nodes, the places of the slices' gradients.</summary>
    public Slice[][] Gradients { get; }

    /// <summary>Whether all weights and biases are finite numbers.</summary>
    public bool IsFinite => Array.TrueForAll(_parameters, HasOnlyFinite);

    /// <summary>Fetches the published weights.</summary>
    public async Task Read()
    {
        for (var s = 0; s < _links.Length; s++)
        {
            Take(s, (await _links[s].Read()).Parameters);
        }
    }

    /// <summary>Sends the gradients away. The answers are taken by <see cref="Receive"/>.</summary>
    /// <param name="step">The step.</param>
    public void Send(long step)
    {
        for (var s = 0; s < _links.Length; s++)
        {
            _pending[s] = _links[s].Exchange(step, _gradients[s]);
        }
    }

    /// <summary>Waits for the answers and takes the new weights.</summary>
    public ValueTask Receive()
    {
        for (var s = 0; s < _links.Length; s++)
        {
            if (!_pending[s].IsCompletedSuccessfully)
            {
                return ReceiveFrom(s);
            }

            Take(s, _pending[s].Result.Parameters);
        }

        return ValueTask.CompletedTask;
    }

    private async ValueTask ReceiveFrom(int first)
    {
        for (var s = first; s < _links.Length; s++)
        {
            Take(s, (await _pending[s]).Parameters);
        }
    }

    private unsafe void Take(int slice, TensorBlock parameters)
    {
        if (ReferenceEquals(_parameters[slice], parameters))
        {
            return;
        }

        if (_parameters[slice] is { } old)
        {
            TensorPool.Return(old);
        }

        _parameters[slice] = parameters;
        Weights[slice] = new Slice(_shapes[slice], parameters.Pointer);
    }

    private static bool HasOnlyFinite(TensorBlock? parameters)
    {
        foreach (var value in parameters!.Span)
        {
            if (!float.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }
}

using Granary.Formulas.Functions;
using Granary.Grains.Compute;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Layers;
using Granary.Grains.Interfaces.Tensors;
using Granary.Grains.Layers;
using Granary.Numerics.Layers;
using Granary.Numerics.Sharding;

namespace Granary.Grains.Workers;

/// <summary>
/// One layer as a worker sees it: the weights it has, the gradients it makes, and the exchange of one for the other with the
/// slices of its own silo and the buckets of others.
/// </summary>
internal sealed class WorkerLayer
{
    private readonly SliceShape[] _shapes;
    private readonly long _generation;
    private readonly TreeNode[] _nodes;
    private readonly TensorBlock[] _gradients;
    private readonly TensorBlock?[] _parameters;
    private readonly LayerSlice?[] _local;
    private readonly ValueTask<SliceWeights>[] _pending;
    private BucketLink[] _departing = [];
    private BucketLink[] _arriving = [];
    private bool _isSent;

    /// <summary>Makes a layer without weights.</summary>
    /// <param name="shapes">Its slices.</param>
    /// <param name="local">Those that the worker's silo holds, null for the others.</param>
    /// <param name="isNear">For each slice, whether it is held by another silo that shares memory with this one.</param>
    /// <param name="generation">The worker's generation.</param>
    /// <param name="nodes">The tree nodes that the worker computes.</param>
    /// <param name="wire">Of what its gradients are made.</param>
    public unsafe WorkerLayer(SliceShape[] shapes, LayerSlice?[] local, bool[] isNear, long generation, TreeNode[] nodes, WireName wire)
    {
        _shapes = shapes;
        _local = local;
        _generation = generation;
        _nodes = nodes;
        _parameters = new TensorBlock?[shapes.Length];
        _pending = new ValueTask<SliceWeights>[shapes.Length];
        Weights = new Slice[shapes.Length];
        var buffers = shapes.Select((shape, s) => TensorMemory.Allocate(1, nodes.Length * shape.Length, isNear[s])[0]).ToArray();
        _gradients = Array.ConvertAll(buffers, b => TensorMemory.Block(b, wire));
        _gradients = Array.ConvertAll(_gradients, b => b.ByName ?? b);
        Gradients = new Slice[nodes.Length][];
        for (var node = 0; node < nodes.Length; node++)
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

    /// <summary>Bytes of gradients that leave for other silos with this layer's <see cref="Send"/>.</summary>
    public long DepartingBytes { get; private set; }

    /// <summary>
    /// How many updates the weights have seen. Above the step to come for a worker that was overtaken: they may be of several
    /// versions then.
    /// </summary>
    public long Version { get; private set; }

    /// <summary>Whether all weights and biases are finite numbers.</summary>
    public bool IsFinite => Array.TrueForAll(_parameters, p => FiniteNumbers.AreAll(p!.Span));

    /// <summary>Sets the buckets of this layer.</summary>
    /// <param name="departing">Those that are complete when backpropagation has come by this layer.</param>
    /// <param name="arriving">Those that bring weights of this layer.</param>
    public void SetBuckets(BucketLink[] departing, BucketLink[] arriving)
    {
        _departing = departing;
        _arriving = arriving;
        DepartingBytes = departing.Sum(p => p.Bytes);
    }

    /// <summary>The gradients of a slice, all nodes one behind the other.</summary>
    public TensorBlock GradientOf(int slice) => _gradients[slice];

    /// <summary>Takes the published weights of the slices on the worker's silo, and fetches those of the others.</summary>
    /// <param name="fetch">Fetches the weights of a slice, by its number, from another silo.</param>
    public async Task Read(Func<int, ValueTask<SliceWeights>> fetch)
    {
        for (var s = 0; s < _shapes.Length; s++)
        {
            Take(s, _local[s] is { } slice ? slice.Read(_generation) : await fetch(s));
        }
    }

    /// <summary>Fetches the weights of all slices, as a second worker does.</summary>
    /// <param name="fetch">Fetches the weights of a slice, by its number.</param>
    public async Task Join(Func<int, ValueTask<SliceWeights>> fetch)
    {
        for (var s = 0; s < _shapes.Length; s++)
        {
            Take(s, await fetch(s));
        }
    }

    /// <summary>Sends the gradients away. The answers are taken by <see cref="Receive"/>.</summary>
    /// <param name="step">The step.</param>
    public void Send(long step)
    {
        // First what has a long way to go.
        foreach (var bucket in _departing)
        {
            bucket.Send(step);
        }

        ComputeExecutor.GiveWay(DepartingBytes);

        for (var s = 0; s < _local.Length; s++)
        {
            if (_local[s] is { } slice)
            {
                _pending[s] = slice.Exchange(_generation, step, _nodes, _gradients[s]);
            }
        }

        _isSent = true;
    }

    /// <summary>Whether <see cref="Receive"/> would not wait.</summary>
    public bool HasArrived
    {
        get
        {
            foreach (var pending in _pending)
            {
                if (_isSent && !pending.IsCompletedSuccessfully)
                {
                    return false;
                }
            }

            return Array.TrueForAll(_arriving, p => p.HasArrived);
        }
    }

    /// <summary>Waits for the answers and takes the new weights. Does nothing when they were taken already.</summary>
    public async ValueTask Receive()
    {
        for (var s = 0; s < _local.Length && _isSent; s++)
        {
            if (_local[s] is not null)
            {
                Take(s, await _pending[s]);
            }
        }

        foreach (var bucket in _arriving)
        {
            await bucket.Receive();
        }

        _isSent = false;
    }

    /// <summary>Puts new weights in the place of a slice's old ones.</summary>
    /// <param name="slice">The slice's number.</param>
    /// <param name="weights">Its weights.</param>
    public unsafe void Take(int slice, SliceWeights weights)
    {
        var parameters = weights.Parameters;
        Version = Math.Max(Version, weights.Version);
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
}

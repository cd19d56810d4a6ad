using Granary.Grains.Interfaces.Layers;
using Granary.Grains.Interfaces.Tensors;
using Granary.Numerics.Sharding;

namespace Granary.Grains.Workers;

/// <summary>
/// A worker's way to some slices of another silo. Its gradients leave as soon as the last of them is computed and the window
/// of their silo has room, while the worker goes on; the weights are taken when a layer needs them.
/// </summary>
/// <remarks>
/// The window bounds what is on its way to one silo: more of it makes nothing faster, but has buffers grow and fall out of
/// the caches. Gradients are not written again before the answer to them was taken.
/// </remarks>
internal sealed class BucketLink
{
    /// <summary>How many buckets are on their way to a silo at a time.</summary>
    public const int Window = 4;

    private readonly IBucketGrain _grain;
    private readonly SemaphoreSlim _window;
    private readonly long _generation;
    private readonly int[] _nodes;
    private readonly (WorkerLayer Layer, int Slice)[] _members;
    private readonly TensorBlock[] _gradients;
    private Task<BucketWeights>? _pending;

    /// <summary>Makes the link to a bucket.</summary>
    /// <param name="grain">Its grain.</param>
    /// <param name="window">The window of its silo, of <see cref="Window"/>, which the worker's buckets for that silo share.</param>
    /// <param name="generation">The worker's generation.</param>
    /// <param name="nodes">The worker's tree nodes.</param>
    /// <param name="members">The bucket's slices.</param>
    public BucketLink(
        IBucketGrain grain, SemaphoreSlim window, long generation, TreeNode[] nodes, (WorkerLayer Layer, int Slice)[] members)
    {
        _grain = grain;
        _window = window;
        _generation = generation;
        _nodes = [.. nodes.SelectMany(n => new[] { n.Level, n.Index })];
        _members = members;
        _gradients = Array.ConvertAll(members, m => m.Layer.GradientOf(m.Slice));
        Bytes = _gradients.Sum(g => (long)g.Length * sizeof(float));
    }

    /// <summary>Bytes of its gradients, whether they are sent or shared.</summary>
    public long Bytes { get; }

    /// <summary>Whether <see cref="Receive"/> would not wait.</summary>
    public bool HasArrived => _pending is null || _pending.IsCompletedSuccessfully;

    /// <summary>Sends the gradients, now or when the window has room. Never waits.</summary>
    /// <param name="step">The step.</param>
    public void Send(long step) => _pending = Exchange(step);

    /// <summary>Waits for the new weights and gives them to their layers. Does nothing when they were taken already.</summary>
    public async ValueTask Receive()
    {
        if (_pending is null)
        {
            return;
        }

        var weights = await _pending;
        if (_pending is not null)
        {
            _pending = null;
            for (var m = 0; m < _members.Length; m++)
            {
                _members[m].Layer.Take(_members[m].Slice, new SliceWeights(weights.Version, weights.Parameters[m]));
            }
        }
    }

    private async Task<BucketWeights> Exchange(long step)
    {
        // Off the compute executor, which is busy with the layers that follow when the window opens.
        await _window.WaitAsync().ConfigureAwait(false);
        try
        {
            return await _grain.Exchange(new BucketGradients
            {
                Generation = _generation,
                Step = step,
                Nodes = _nodes,
                Gradients = _gradients,
            }).ConfigureAwait(false);
        }
        finally
        {
            _window.Release();
        }
    }
}

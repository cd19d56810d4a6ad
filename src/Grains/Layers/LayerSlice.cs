using Granary.Grains.Compute;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Layers;
using Granary.Grains.Interfaces.Tensors;
using Granary.Grains.Mapping;
using Granary.Numerics.Memory;
using Granary.Numerics.Sharding;
using Granary.Numerics.Slicing;

namespace Granary.Grains.Layers;

/// <summary>
/// What a layer grain holds: one slice's weights, and the barrier at which the gradients of a step meet.
/// </summary>
/// <remarks>
/// Workers on the same silo call it directly, from the compute executor; others come through a bucket's grain. A gradient is kept
/// under its tree node until all shards of the step are covered. Then the gradients are added up in the tree's order, averaged
/// and applied, the new weights are published, and everybody who waits is answered with them. This happens on the compute executor,
/// but for small slices, where handing it over would take longer than doing it.
/// <para>
/// Published weights are read without a lock: see <see cref="WeightBuffers"/>.
/// </para>
/// <para>
/// <b>Speculative execution</b> (<see cref="Join"/>). Which of two gradients of a node comes first does not matter: they have the same
/// bits, and if not, who comes second is told. Only gradients made of the right weights may be compared, and a worker that was
/// overtaken may read a place that is being written again. Two facts see to it. The weights of the step at which the second worker
/// begins are never written again: their place is given up. And while a slice is not further than one step after a gradient's, no
/// slice has begun to write over the weights of that step: who writes those of version <c>s + 3</c> needs gradients made of version
/// <c>s + 2</c> of all slices. What comes later than that is not compared.
/// </para>
/// </remarks>
internal sealed unsafe class LayerSlice
{
    private readonly Lock _gate = new();
    private readonly ComputeExecutor _executor;
    private readonly BatchSchedule _schedule;
    private readonly SliceState _state;
    private readonly GradientTree _tree;
    private readonly WeightBuffers _buffers;
    private readonly List<SpeculativeGradients> _speculative = [];

    private List<TensorBlock> _received = [];

    // Those of the step before, so that shared memory stays mapped from step to step.
    private List<TensorBlock> _receivedBefore = [];

    private readonly SendOrPostCallback _update;
    private SliceWeights _published;
    private TaskCompletionSource<SliceWeights>? _updated;
    private string? _refusal;

    // The step whose update is under way or done, so that a repeated message cannot start it again.
    private long _updating = -1;

    /// <summary>Makes a slice.</summary>
    /// <param name="assignment">What it is told to hold.</param>
    /// <param name="version">How many updates its parameters have seen.</param>
    /// <param name="parameters">Its published parameters.</param>
    /// <param name="state">Its update.</param>
    /// <param name="schedule">The job's schedule.</param>
    /// <param name="executor">The silo's compute threads.</param>
    public LayerSlice(
        SliceAssignment assignment, long version, AlignedBuffer parameters, SliceState state, BatchSchedule schedule, ComputeExecutor executor)
    {
        JobId = assignment.JobId;
        Generation = assignment.Generation;
        _state = state;
        _schedule = schedule;
        _executor = executor;
        _tree = new GradientTree(schedule.Shards, assignment.Spec.Wire.ToWireFormat());
        _buffers = new WeightBuffers(parameters.Length, assignment.ReadersAreLocal, assignment.HasNeighbours, assignment.Spec.Wire);
        parameters.Span.CopyTo(_buffers[version].Span);
        _published = new SliceWeights(version, _buffers.Block(version));
        _update = _ => Update();
    }

    /// <summary>The job it belongs to.</summary>
    public string JobId { get; }

    /// <summary>The generation it belongs to.</summary>
    public long Generation { get; }

    /// <summary>How many updates the published weights have seen.</summary>
    public long Version => _published.Version;

    /// <summary>Bytes of its parameters.</summary>
    public long Bytes => (long)_state.Shape.Length * sizeof(float);

    /// <summary>The published weights.</summary>
    /// <param name="generation">The caller's generation.</param>
    /// <exception cref="RefusedException">The caller's generation is not this slice's.</exception>
    public SliceWeights Read(long generation)
    {
        lock (_gate)
        {
            Check(generation);
            return _published;
        }
    }

    /// <summary>How far it is, and which shards it waits for.</summary>
    /// <param name="generation">The caller's generation.</param>
    /// <exception cref="RefusedException">The caller's generation is not this slice's.</exception>
    public SliceProgress Progress(long generation)
    {
        lock (_gate)
        {
            Check(generation);
            return new SliceProgress
            {
                Version = Version,
                MissingShards = [.. Enumerable.Range(0, _schedule.Shards).Where(s => !_tree.Covers(s))],
            };
        }
    }

    /// <summary>Gives a second worker the weights to begin with, and keeps what comes for its shards from now on.</summary>
    /// <param name="generation">The caller's generation.</param>
    /// <param name="shards">Its shards and steps.</param>
    /// <exception cref="RefusedException">The caller's generation is not this slice's, or the weights of its first step are gone.</exception>
    public SliceWeights Join(long generation, SpeculativeShards shards)
    {
        lock (_gate)
        {
            Check(generation);
            var step = shards.FirstStep;
            if (!_buffers.KeepVersions || step > Version || step < Version - 1)
            {
                throw new RefusedException($"{Name}: a second worker wants to begin with step {step}, the slice is at version {Version}.");
            }

            _buffers.GiveUp(step);
            _speculative.RemoveAll(d => d.Shards.FirstShard == shards.FirstShard);
            _speculative.Add(new SpeculativeGradients(shards, _state.Shape.Length));
            return new SliceWeights(step, _buffers.Block(step));
        }
    }

    /// <summary>
    /// Takes the gradient of some nodes and gives the weights after the update that it is part of. Who comes after that update
    /// gets what is published.
    /// </summary>
    /// <param name="generation">The caller's generation.</param>
    /// <param name="step">The step.</param>
    /// <param name="nodes">The nodes.</param>
    /// <param name="gradients">Their gradients, one behind the other. Not changed by the caller until it is answered.</param>
    /// <exception cref="RefusedException">The generation is not this slice's, or the step is ahead of it.</exception>
    /// <exception cref="DifferentBitsException">Another worker gave another gradient for the same node.</exception>
    public ValueTask<SliceWeights> Exchange(long generation, long step, ReadOnlySpan<TreeNode> nodes, TensorBlock gradients)
    {
        lock (_gate)
        {
            Check(generation);
            if (step < Version)
            {
                CompareWithKept(step, nodes, gradients);
                TensorPool.Return(gradients);
                return ValueTask.FromResult(_published);
            }

            Add(step, nodes, gradients);
            var isLast = _tree.IsComplete && _updating != step;
            _updating = isLast ? step : _updating;
            if (!isLast || !MayUpdateHere)
            {
                _updated ??= new TaskCompletionSource<SliceWeights>(TaskCreationOptions.RunContinuationsAsynchronously);
                if (isLast)
                {
                    _executor.Post(_update, null);
                }

                return new ValueTask<SliceWeights>(_updated.Task);
            }
        }

        Update();
        return ValueTask.FromResult(Read(generation));
    }

    /// <summary>All that the next update depends on. Nobody may be exchanging while it is read.</summary>
    /// <param name="generation">The caller's generation.</param>
    /// <exception cref="RefusedException">The caller's generation is not this slice's.</exception>
    public (long Version, IReadOnlyList<AlignedBuffer> Arrays) Saved(long generation)
    {
        lock (_gate)
        {
            Check(generation);
            return (Version, _state.Saved(_buffers[Version]));
        }
    }

    /// <summary>Refuses everybody who waits and everybody who comes.</summary>
    /// <param name="reason">Why.</param>
    public void Release(string reason)
    {
        lock (_gate)
        {
            _refusal = reason;
            _updated?.TrySetException(new RefusedException(reason));
        }
    }

    private string Name => $"Layer {_state.Shape.Layer + 1}, slice {_state.Shape.Index + 1}";

    private bool MayUpdateHere => _executor.IsCurrent || _state.IsSmall;

    private void Check(long generation)
    {
        if (_refusal is not null)
        {
            throw new RefusedException(_refusal);
        }

        if (generation != Generation)
        {
            throw new RefusedException($"{Name}: a message of generation {generation} was refused, the job is at generation {Generation}.");
        }
    }

    private void Add(long step, ReadOnlySpan<TreeNode> nodes, TensorBlock gradients)
    {
        if (step > Version || gradients.Length != nodes.Length * _state.Shape.Length)
        {
            throw new RefusedException(
                $"{Name}: a gradient for step {step} with {gradients.Length} floats was refused, expected step {Version} and "
                + $"{nodes.Length} x {_state.Shape.Length} floats.");
        }

        CompareWithReceived(step, nodes, gradients);
        var added = false;
        for (var i = 0; i < nodes.Length; i++)
        {
            added |= _tree.TryAdd(nodes[i], gradients.Pointer + ((nint)i * _state.Shape.Length));
        }

        if (added)
        {
            _received.Add(gradients);
        }
        else if (!_received.Contains(gradients))
        {
            TensorPool.Return(gradients);
        }
    }

    private void CompareWithReceived(long step, ReadOnlySpan<TreeNode> nodes, TensorBlock gradients)
    {
        for (var i = 0; i < nodes.Length; i++)
        {
            var received = _tree.Find(nodes[i]);
            if (received != null)
            {
                Compare(step, nodes[i], new ReadOnlySpan<float>(received, _state.Shape.Length), Of(gradients, i));
            }
        }
    }

    private void CompareWithKept(long step, ReadOnlySpan<TreeNode> nodes, TensorBlock gradients)
    {
        foreach (var speculative in _speculative)
        {
            for (var i = 0; i < nodes.Length && (step == Version - 1 || step == speculative.Shards.FirstStep); i++)
            {
                if (speculative.Find(step, nodes[i]) is { IsEmpty: false } kept)
                {
                    Compare(step, nodes[i], kept, Of(gradients, i));
                }
            }
        }
    }

    private void Compare(long step, TreeNode node, ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        if (!GradientBits.AreSame(first, second))
        {
            throw new DifferentBitsException(
                step,
                $"the gradient of shards {node.FirstShard} to {node.FirstShard + node.ShardCount - 1} at step {step} for layer "
                + $"{_state.Shape.Layer + 1}, slice {_state.Shape.Index + 1}");
        }
    }

    private ReadOnlySpan<float> Of(TensorBlock gradients, int node) =>
        gradients.Span.Slice(node * _state.Shape.Length, _state.Shape.Length);

    // Lets no exception out, which on the compute executor would end the silo: who waits is refused instead.
    private void Update()
    {
        var step = Version;
        try
        {
            _state.Update(_executor.Team, step, _schedule.RowsIn(step), _tree, _buffers[step], _buffers.ToWrite(step + 1));
        }
        catch (Exception e)
        {
            Release($"{Name}: the update of step {step} failed. {e.Message}");
            return;
        }

        Publish(new SliceWeights(step + 1, _buffers.Block(step + 1)));
    }

    private void Publish(SliceWeights weights)
    {
        TaskCompletionSource<SliceWeights>? updated;
        lock (_gate)
        {
            foreach (var speculative in _speculative)
            {
                speculative.Keep(Version, _tree);
            }

            _published = weights;
            _tree.Clear();
            foreach (var block in _received)
            {
                TensorPool.Return(block);
            }

            (_received, _receivedBefore) = (_receivedBefore, _received);
            _received.Clear();
            (updated, _updated) = (_updated, null);
        }

        if (updated is not null)
        {
            updated.TrySetResult(weights);
            ComputeExecutor.GiveWay(Bytes);
        }
    }
}

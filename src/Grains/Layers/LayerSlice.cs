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
/// bits, and if not, who comes second is told (<see cref="GradientComparison"/>).
/// </para>
/// <para>
/// <b>Clipping by norm.</b> The update then has two parts: the squares of this slice's gradients go to the job's first slice, where those of all
/// slices meet, and the norm that comes back decides what the gradients are multiplied by.
/// </para>
/// </remarks>
internal sealed class LayerSlice
{
    private readonly Lock _gate = new();
    private readonly ComputeExecutor _executor;
    private readonly BatchSchedule _schedule;
    private readonly SliceState _state;
    private readonly GradientTree _tree;
    private readonly WeightBuffers _buffers;
    private readonly GradientComparison _comparison;
    private readonly ClippedUpdate? _clipped;

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
    /// <param name="clipped">How gradients are clipped by their norm; null where they are not.</param>
    public LayerSlice(
        SliceAssignment assignment,
        long version,
        AlignedBuffer parameters,
        SliceState state,
        BatchSchedule schedule,
        ComputeExecutor executor,
        ClippedUpdate? clipped = null)
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
        _comparison = new GradientComparison(state.Shape);
        _clipped = clipped;
        _update = _clipped is null ? _ => Update(clipping: 1) : _ => _ = UpdateClipped();
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
            _comparison.Begin(shards);
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
                _comparison.WithKept(Version, step, nodes, gradients);
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

        Update(clipping: 1);
        return ValueTask.FromResult(Read(generation));
    }

    /// <summary>Has the schedule go on with another learning rate. Nobody may be exchanging meanwhile.</summary>
    /// <param name="generation">The caller's generation.</param>
    /// <param name="rate">The learning rate.</param>
    /// <exception cref="RefusedException">The caller's generation is not this slice's.</exception>
    public void SetLearningRate(long generation, double rate)
    {
        lock (_gate)
        {
            Check(generation);
            _state.SetLearningRate(rate);
        }
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

    /// <summary>Takes another slice's part in the norm of all gradients, as the job's first slice.</summary>
    /// <param name="generation">The caller's generation.</param>
    /// <param name="step">The step.</param>
    /// <param name="firstNeuron">The first neuron's number among those of all layers.</param>
    /// <param name="squares">The sum of squares of each of its neurons.</param>
    /// <returns>The norm, once all are there.</returns>
    /// <exception cref="RefusedException">The caller's generation is not this slice's, or this is not the first slice.</exception>
    public Task<double> AddToNorm(long generation, long step, int firstNeuron, double[] squares)
    {
        lock (_gate)
        {
            Check(generation);
        }

        return _clipped?.Meeting?.Add(step, firstNeuron, squares)
            ?? throw new RefusedException($"{Name}: no norms meet here.");
    }

    /// <summary>Refuses everybody who waits and everybody who comes.</summary>
    /// <param name="reason">Why.</param>
    public void Release(string reason)
    {
        _clipped?.Meeting?.Release(reason);
        lock (_gate)
        {
            _refusal = reason;
            _updated?.TrySetException(new RefusedException(reason));
        }
    }

    private string Name => $"Layer {_state.Shape.Layer + 1}, slice {_state.Shape.Index + 1}";

    private bool MayUpdateHere => _clipped is null && (_executor.IsCurrent || _state.IsSmall);

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

    private unsafe void Add(long step, ReadOnlySpan<TreeNode> nodes, TensorBlock gradients)
    {
        if (step > Version || gradients.Length != nodes.Length * _state.Shape.Length)
        {
            throw new RefusedException(
                $"{Name}: a gradient for step {step} with {gradients.Length} floats was refused, expected step {Version} and "
                + $"{nodes.Length} x {_state.Shape.Length} floats.");
        }

        _comparison.WithReceived(_tree, step, nodes, gradients);
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

    // Lets no exception out, which on the compute executor would end the silo: who waits is refused instead.
    private void Update(float clipping)
    {
        var step = Version;
        try
        {
            _state.Update(_executor.Team, step, _schedule.RowsIn(step), _tree, _buffers[step], _buffers.ToWrite(step + 1), clipping);
        }
        catch (Exception e)
        {
            Release($"{Name}: the update of step {step} failed. {e.Message}");
            return;
        }

        Publish(new SliceWeights(step + 1, _buffers.Block(step + 1)));
    }

    // Begins on the compute executor, and comes back to it.
    private async Task UpdateClipped()
    {
        var step = Version;
        float clipping;
        try
        {
            clipping = await _clipped!.FindFactor(_executor.Team, step, _schedule.RowsIn(step), _tree);
        }
        catch (Exception e)
        {
            Release($"{Name}: the norm of the gradients of step {step} was not found. {e.Message}");
            return;
        }

        Update(clipping);
    }

    private void Publish(SliceWeights weights)
    {
        TaskCompletionSource<SliceWeights>? updated;
        lock (_gate)
        {
            _comparison.Keep(Version, _tree);
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

        if (updated is null)
        {
            return;
        }

        updated.TrySetResult(weights);
        if (_buffers.KeepVersions)
        {
            // Somebody on another silo reads them.
            ComputeExecutor.GiveWay(Bytes);
        }
    }
}

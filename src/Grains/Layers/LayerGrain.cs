using Granary.Grains.Checkpoints;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Checkpoints;
using Granary.Grains.Interfaces.Layers;
using Granary.Grains.Placement;
using Orleans.Concurrency;

namespace Granary.Grains.Layers;

/// <summary>The shell around a <see cref="LayerSlice"/>.</summary>
[OnNamedSilo, Reentrant, CollectionAgeLimit(AlwaysActive = true)]
internal sealed class LayerGrain(SliceRegistry registry, HeldGrains held, SliceMaker maker, CheckpointStore checkpoints)
    : Grain, ILayerGrain
{
    private readonly SliceCapture _capture = new(checkpoints);
    private SliceAssignment? _assignment;
    private LayerSlice? _slice;

    public async Task Prepare(SliceAssignment assignment)
    {
        // First, so that a fence finds it while it is being made.
        held.Add(this.GetPrimaryKeyString(), assignment.JobId, assignment.Generation, this.AsReference<ILayerGrain>().Release);
        _assignment = assignment;
        _slice ??= await maker.Make(assignment, GrainFactory);
        registry.Add(this.GetPrimaryKeyString(), _slice);
    }

    public ValueTask<SliceWeights> Read(long generation) => ValueTask.FromResult(Slice().Read(generation));

    public ValueTask<SliceProgress> GetProgress(long generation) => ValueTask.FromResult(Slice().Progress(generation));

    public ValueTask<SliceWeights> Join(long generation, SpeculativeShards shards) => ValueTask.FromResult(Slice().Join(generation, shards));

    public Task<double> AddToNorm(long generation, long step, int firstNeuron, double[] squares) =>
        Slice().AddToNorm(generation, step, firstNeuron, squares);

    public ValueTask SetLearningRate(long generation, double rate)
    {
        Slice().SetLearningRate(generation, rate);
        return ValueTask.CompletedTask;
    }

    public ValueTask<SliceSnapshot> Export(long generation)
    {
        var (version, arrays) = Slice().Saved(generation);
        return ValueTask.FromResult(new SliceSnapshot
        {
            Version = version,
            Arrays = [.. arrays.Select(a => TensorMemory.Block(a))],
        });
    }

    public ValueTask Capture(long generation, long version)
    {
        var (found, arrays) = Slice().Saved(generation);
        return found == version
            ? _capture.Begin(new SliceVersion(_assignment!.JobId, version, _assignment.Layer, _assignment.Slice), arrays)
            : throw new RefusedException($"The slice {this.GetPrimaryKeyString()} is at version {found}, expected {version}.");
    }

    public Task<CheckpointEntry> Captured(long version) => _capture.Written(version);

    public Task Release()
    {
        Forget();
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Forget();
        return Task.CompletedTask;
    }

    private LayerSlice Slice()
    {
        if (_slice is not null)
        {
            return _slice;
        }

        // Made by a message that came late: nobody will ever release it.
        DeactivateOnIdle();
        throw new RefusedException($"The slice {this.GetPrimaryKeyString()} is not held here: its job has ended or was reassigned.");
    }

    private void Forget()
    {
        registry.Remove(this.GetPrimaryKeyString());
        held.Remove(this.GetPrimaryKeyString());
        _slice?.Release($"The job of {this.GetPrimaryKeyString()} has ended or was reassigned.");
    }
}

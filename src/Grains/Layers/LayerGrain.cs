using Granary.Grains.Compute;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Layers;
using Granary.Grains.Mapping;
using Granary.Grains.Placement;
using Granary.Numerics.Initializers;
using Granary.Numerics.Memory;
using Granary.Numerics.Optimizers;
using Granary.Numerics.Slicing;
using Orleans.Concurrency;

namespace Granary.Grains.Layers;

/// <summary>The shell around a <see cref="LayerSlice"/>.</summary>
[OnNamedSilo, Reentrant, CollectionAgeLimit(AlwaysActive = true)]
internal sealed class LayerGrain(SliceRegistry registry, ComputeLane lane) : Grain, ILayerGrain
{
    private LayerSlice? _slice;

    public async Task Prepare(SliceAssignment assignment)
    {
        _slice ??= await Task.Run(() => Make(assignment));
        registry.Add(this.GetPrimaryKeyString(), _slice);
    }

    public ValueTask<SliceWeights> Read(long generation) => ValueTask.FromResult(Slice().Read(generation));

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

    private LayerSlice Make(SliceAssignment assignment)
    {
        var settings = assignment.Spec.ToSettings();
        var shape = SlicePlan.Cut(settings.Network, assignment.MaxSliceWeights)[assignment.Layer][assignment.Slice];
        var parameters = new AlignedBuffer(shape.Length);
        WeightInitializer.Fill(
            settings.Initializer, settings.Network.Layers[shape.Layer], shape, settings.Seed, parameters.Span);
        var state = new SliceState(shape, Optimizer.Create(settings.Optimizer), settings.Wire);
        state.Start(parameters);
        return new LayerSlice(assignment, 0, parameters, state, assignment.Spec.ToSchedule(assignment.TrainRows), lane);
    }

    private LayerSlice Slice() => _slice ?? throw new RefusedException(
        $"The slice {this.GetPrimaryKeyString()} is not held here: its job has ended or was dealt anew.");

    private void Forget()
    {
        registry.Remove(this.GetPrimaryKeyString());
        _slice?.Release($"The job of {this.GetPrimaryKeyString()} has ended or was dealt anew.");
    }
}

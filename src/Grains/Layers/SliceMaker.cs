using Granary.Formulas.Optimizers;
using Granary.Grains.Checkpoints;
using Granary.Grains.Compute;
using Granary.Grains.Datasets;
using Granary.Grains.Interfaces.Layers;
using Granary.Grains.Interfaces.Tensors;
using Granary.Grains.Mapping;
using Granary.Grains.Uploads;
using Granary.Numerics.Layers;
using Granary.Numerics.Memory;
using Granary.Numerics.Slicing;

namespace Granary.Grains.Layers;

/// <summary>Makes a slice from where its assignment says: drawn anew, from a file that the job begins with, from a checkpoint, or from an older generation's grain.</summary>
internal sealed class SliceMaker(SliceRegistry registry, CheckpointStore checkpoints, PretrainedStore pretrained, UploadSupply uploads, ComputeExecutor executor)
{
    /// <summary>Makes the slice.</summary>
    /// <param name="assignment">What it is told to hold.</param>
    /// <param name="grains">To reach a slice on another silo.</param>
    public async Task<LayerSlice> Make(SliceAssignment assignment, IGrainFactory grains)
    {
        var settings = assignment.Spec.ToSettings();
        var shape = SlicePlan.Cut(settings.Network, assignment.Cut.ToCut())[assignment.Layer][assignment.Slice];
        var optimizer = Optimizer.Create(settings.Optimizer);
        var (parameters, state) = await Task.Run(() => (new AlignedBuffer(shape.Length), new SliceState(shape, optimizer, settings.Wire)));
        AlignedBuffer[] arrays = [parameters, .. state.OptimizerArrays];
        var origin = assignment.Origin;
        if (origin.PreviousKey is { } previous)
        {
            await TakeOver(previous, origin, arrays, grains);
        }
        else if (origin.File is { } file)
        {
            var version = new SliceVersion(assignment.JobId, origin.Version, shape.Layer, shape.Index);
            await Task.Run(() => checkpoints.Read(version, file, arrays));
        }
        else
        {
            var from = (await uploads.Localize(assignment.Spec)).Spec.From;
            await Task.Run(() =>
            {
                WeightInitializer.Fill(settings.Initializer, settings.Network.Layers[shape.Layer], shape, settings.Seed, parameters.Span);
                if (from is not null)
                {
                    pretrained.Get(from).For(settings.Network)[shape.Layer]?.CopyTo(shape, parameters.Span);
                }
            });
        }

        state.Start(parameters);
        if (origin.LearningRate is { } rate)
        {
            state.SetLearningRate(rate);
        }

        var clipped = optimizer.ClipNorm > 0 ? new ClippedUpdate(assignment, shape, settings.Network, optimizer.ClipNorm, registry, grains) : null;
        return new LayerSlice(assignment, origin.Version, parameters, state, assignment.Spec.ToSchedule(assignment.TrainRows), executor, clipped);
    }

    private async Task TakeOver(string key, SliceOrigin origin, AlignedBuffer[] arrays, IGrainFactory grains)
    {
        if (registry.Find(key) is { } slice)
        {
            var (version, saved) = slice.Saved(origin.PreviousGeneration);
            Require(key, version, origin.Version);
            await Task.Run(() => Copy(saved, arrays));
            return;
        }

        var snapshot = await grains.GetGrain<ILayerGrain>(key).Export(origin.PreviousGeneration);
        Require(key, snapshot.Version, origin.Version);
        for (var a = 0; a < arrays.Length; a++)
        {
            snapshot.Arrays[a].Span.CopyTo(arrays[a].Span);
            TensorPool.Return(snapshot.Arrays[a]);
        }
    }

    private static void Copy(IReadOnlyList<AlignedBuffer> from, AlignedBuffer[] to)
    {
        for (var a = 0; a < to.Length; a++)
        {
            from[a].Span.CopyTo(to[a].Span);
        }
    }

    private static void Require(string key, long found, long expected)
    {
        if (found != expected)
        {
            throw new Interfaces.RefusedException($"The slice {key} is at version {found}, expected {expected}.");
        }
    }
}

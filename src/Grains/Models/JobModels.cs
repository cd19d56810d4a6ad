using Granary.Grains.Checkpoints;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Checkpoints;
using Granary.Grains.Interfaces.Models;
using Granary.Grains.Mapping;
using Granary.Grains.Records;
using Granary.Models.Descriptions;
using Granary.Numerics.Sharding;
using Granary.Numerics.Slicing;

namespace Granary.Grains.Models;

/// <summary>
/// The models of a job: the one that is kept at its end, and those of its checkpoints. The kept one is a file of its own, so that it outlives the
/// checkpoints, and is there when the job's record says so.
/// </summary>
/// <param name="jobId">The job.</param>
/// <param name="journal">Its record.</param>
/// <param name="checkpoints">Its checkpoints.</param>
/// <param name="store">Where models are kept.</param>
internal sealed class JobModels(string jobId, JobJournal journal, CheckpointStore checkpoints, ModelStore store)
{
    /// <summary>Bytes of a model that are read at a time.</summary>
    public const int ReadBytes = 2 * 1024 * 1024;

    // Opened once, since the weights are hashed for it.
    private readonly Dictionary<long, Task<FilePieces>> _ofCheckpoints = [];

    private JobRecord Record => journal.Record;

    /// <summary>Writes the model of a checkpoint, and enters it in the record, which is not written here.</summary>
    /// <param name="step">The checkpoint's step.</param>
    /// <param name="weightsHash">What the hash of its weights has to be.</param>
    /// <exception cref="CheckpointException">It was not written.</exception>
    public async Task Keep(long step, string weightsHash)
    {
        var progress = journal.Progress!;
        if (Record.Checkpoints.Find(c => c.Manifest.Version == step) is not { } checkpoint)
        {
            throw new CheckpointException(progress.CheckpointFault ?? $"There is no checkpoint of step {step}.");
        }

        // The test rows may have been looked at later.
        var assemble = Assembling(checkpoint with { Progress = checkpoint.Progress.WithTestOf(progress.Snapshot()) }, weightsHash);
        progress.Model = await Task.Run(() => store.Write(jobId, step, assemble()));
    }

    /// <summary>Finds a model.</summary>
    /// <param name="step">The step of a checkpoint; null for the kept one.</param>
    public async Task<ModelOffer> Open(long? step)
    {
        try
        {
            return new ModelOffer((await Find(step)).Length, null);
        }
        catch (Exception e) when (e is CheckpointException or RefusedException)
        {
            return new ModelOffer(0, e.Message);
        }
    }

    /// <summary>Reads a part of a model.</summary>
    /// <param name="step">As <see cref="Open"/> was told.</param>
    /// <param name="offset">The first byte.</param>
    /// <exception cref="CheckpointException">It cannot be read.</exception>
    /// <exception cref="RefusedException">There is no such model.</exception>
    public async Task<byte[]> Read(long? step, long offset)
    {
        if (offset % sizeof(float) != 0)
        {
            throw new RefusedException($"Found the offset {offset}, expected a multiple of {sizeof(float)}.");
        }

        var model = await Find(step);
        return await Task.Run(() =>
        {
            try
            {
                var bytes = new byte[Math.Clamp(model.Length - offset, 0, ReadBytes)];
                model.Read(offset, bytes);
                return bytes;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new CheckpointException($"The model of {jobId} cannot be read any more: {e.Message}");
            }
        });
    }

    /// <summary>Removes the kept model.</summary>
    /// <returns>False when there is none.</returns>
    /// <exception cref="CheckpointException">It could not be removed.</exception>
    public async Task<bool> Remove()
    {
        if (journal.Progress is not { Model: not null } progress)
        {
            return false;
        }

        progress.Model = null;
        await journal.SaveUntilTaken();
        await Task.Run(() => store.Remove(jobId));
        return true;
    }

    private async Task<FilePieces> Find(long? step)
    {
        if (step is null)
        {
            return journal.Progress?.Model is { } kept
                ? await Task.Run(() => store.Open(jobId, kept))
                : throw new RefusedException(WhyNone());
        }

        if (Record.Checkpoints.Find(c => c.Manifest.Version == step) is not { } checkpoint)
        {
            throw new RefusedException($"The job {jobId} has no checkpoint of step {step}, expected {Steps()}.");
        }

        if (!_ofCheckpoints.TryGetValue(step.Value, out var model) || model.IsFaulted)
        {
            _ofCheckpoints[step.Value] = model = Task.Run(Assembling(checkpoint, expected: null));
        }

        return await model;
    }

    // In the coordinator's turn; what it gives looks at the record no more, and may be called outside it.
    private Func<FilePieces> Assembling(JobCheckpoint checkpoint, string? expected)
    {
        var description = Record.ModelDescription
            ?? throw new RefusedException($"The job {jobId} was submitted to an earlier version of Granary, which did not keep models.");
        var (cut, wire) = (Record.Cut.ToCut(), Record.Spec!.Wire.ToWireFormat());
        return () => Assemble(DescriptionJson.Read(description), cut, wire, checkpoint, expected);
    }

    private FilePieces Assemble(ModelDescription description, SliceCut cut, WireFormat wire, JobCheckpoint checkpoint, string? expected)
    {
        var model = new CheckpointModel(checkpoints, description.Network, cut, wire, checkpoint.Manifest);
        var found = model.HashWeights();
        if (expected is not null && found != expected)
        {
            throw new CheckpointException($"The checkpoint of step {checkpoint.Manifest.Version} has weights with the hash {found}, expected {expected}.");
        }

        return model.ToFile(description.After(checkpoint.Progress, found));
    }

    private string WhyNone() => journal.Progress switch
    {
        null => $"There is no job {jobId}.",
        { ModelFault: { } fault } => $"The model of {jobId} was not kept. {fault}",
        { HasEnded: true } when Record.Checkpoints.Count > 0 => $"The job {jobId} has no model. It has checkpoints of {Steps()}: --step takes one of them.",
        { HasEnded: true } => $"The job {jobId} has no model.",
        _ when Record.Checkpoints.Count > 0 => $"The job {jobId} is not complete. It has checkpoints of {Steps()}: --step takes one of them.",
        _ => $"The job {jobId} is not complete, and has no checkpoint yet.",
    };

    private string Steps() => Record.Checkpoints.Count == 0
        ? "none yet"
        : $"step {string.Join(", ", Record.Checkpoints.Select(c => c.Manifest.Version))}";
}

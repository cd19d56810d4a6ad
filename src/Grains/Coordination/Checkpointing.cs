using Granary.Grains.Checkpoints;
using Granary.Grains.Coordination.State;
using Granary.Grains.Interfaces.Checkpoints;
using Granary.Grains.Interfaces.Jobs;
using Orleans.Storage;

namespace Granary.Grains.Coordination;

/// <summary>
/// Makes a job's checkpoints: all slices set a copy aside between two spans and write it while training goes on; when all are
/// written, the manifest is committed in the job's record. Until then the checkpoint before is the last one.
/// </summary>
internal sealed class Checkpointing(string jobId, JobJournal journal, CheckpointStore store)
{
    private Task _committing = Task.CompletedTask;

    /// <summary>The last one that was committed; null when there is none.</summary>
    public JobCheckpoint? Latest => journal.Record.Checkpoints.LastOrDefault();

    /// <summary>Begins a checkpoint, when the one before is written. Returns when training may go on.</summary>
    public async Task Begin(Generation generation)
    {
        await _committing;
        await Start(generation);
    }

    /// <summary>Makes a checkpoint of where the job stands and waits for it.</summary>
    public async Task Complete(Generation generation)
    {
        await _committing;
        if (Latest?.Manifest.Version != journal.Progress!.Steps)
        {
            await Start(generation);
            await _committing;
        }
    }

    /// <summary>Waits until nothing is being written.</summary>
    public Task Settle() => _committing;

    /// <summary>
    /// Removes what silos that were killed have left half written. Nobody may be about to write: it is called when older generations
    /// were fenced off and the new one has not begun. A writer that lives nevertheless fails, which costs its checkpoint, of the old generation.
    /// </summary>
    public async Task Sweep()
    {
        try
        {
            await Task.Run(() => store.Sweep(jobId));
        }
        catch (CheckpointException e)
        {
            journal.Tell(JobEventKind.CheckpointFailed, e.Message);
        }
    }

    /// <summary>Forgets the latest checkpoint, which cannot be read.</summary>
    public void Drop(string why)
    {
        var dropped = journal.Record.Checkpoints[^1].Manifest.Version;
        journal.Record.Checkpoints.RemoveAt(journal.Record.Checkpoints.Count - 1);
        journal.Progress!.CheckpointedAt = Latest?.Manifest.Version;
        journal.Tell(
            JobEventKind.CheckpointFailed,
            $"The checkpoint of step {dropped} cannot be used; going back to "
            + (Latest is { } before ? $"the one of step {before.Manifest.Version}. {why}" : $"the beginning. {why}"));
    }

    /// <summary>Forgets the checkpoints of weights that a step, or a later one, has made.</summary>
    /// <param name="step">The step.</param>
    public void DropAfter(long step)
    {
        journal.Record.Checkpoints.RemoveAll(c => c.Manifest.Version > step);
        journal.Progress!.CheckpointedAt = Latest?.Manifest.Version;
    }

    private async Task Start(Generation generation)
    {
        var progress = journal.Progress!.Snapshot();
        await generation.Capture(progress.Steps);
        _committing = Commit(generation, progress);
    }

    private async Task Commit(Generation generation, ProgressSnapshot progress)
    {
        try
        {
            var entries = await generation.Captured(progress.Steps);
            var all = journal.Record.Checkpoints;
            all.RemoveAll(c => c.Manifest.Version == progress.Steps);
            all.Add(new JobCheckpoint(new CheckpointManifest(progress.Steps, entries, DateTimeOffset.UtcNow), progress));
            all.RemoveRange(0, Math.Max(0, all.Count - journal.Record.Spec!.Checkpoint.Keep));
            journal.Tell(
                JobEventKind.Checkpointed, $"Checkpoint of step {progress.Steps}: {entries.Sum(e => e.Bytes) / 1e6:F1} MB in {entries.Length} files.");
            await journal.Save();
            journal.Progress!.CheckpointedAt = progress.Steps;
            var kept = all.Select(c => c.Manifest.Version).ToArray();
            await Task.Run(() => store.Keep(jobId, kept));
        }
        catch (CheckpointException e)
        {
            journal.Tell(JobEventKind.CheckpointFailed, e.Message + " Training goes on.");
        }
        catch (Exception e) when (Loss.Is(e))
        {
            // The same loss ends the span too, which is where it is told and mended.
        }
        catch (Exception e) when (e is not InconsistentStateException)
        {
            // The files of the checkpoint and of those before it are there, and the next write of the record may succeed.
            journal.Tell(
                JobEventKind.CheckpointFailed,
                $"The checkpoint of step {progress.Steps} could not be entered in the job's record: {JobJournal.Reason(e)} Training goes on.");
        }
    }
}

using System.Diagnostics;
using Granary.Grains.Interfaces.Checkpoints;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Membership;
using Granary.Grains.Records;
using Granary.Grains.Telemetry;
using Orleans.Storage;

namespace Granary.Grains.Checkpoints;

/// <summary>
/// Makes a job's checkpoints: all slices set a copy aside between two spans and write it while training goes on; when all are
/// written, the manifest is committed in the job's record. Until then the checkpoint before is the last one.
/// </summary>
/// <param name="jobId">The job.</param>
/// <param name="journal">Its record.</param>
/// <param name="store">Where the files are.</param>
/// <param name="time">The time.</param>
/// <param name="forsaken">The versions that somebody has gone back behind; their files are removed when nobody writes.</param>
internal sealed class Checkpointing(string jobId, JobJournal journal, CheckpointStore store, TimeProvider time, long[] forsaken)
{
    private Task _committing = Task.CompletedTask;
    private int _abandoned;

    /// <summary>The last one that was committed; null when there is none.</summary>
    public JobCheckpoint? Latest => journal.Record.Checkpoints.LastOrDefault();

    /// <summary>The one of a step; null when there is none.</summary>
    public JobCheckpoint? Of(long step) => journal.Record.Checkpoints.Find(c => c.Manifest.Version == step);

    /// <summary>Whether one is being written.</summary>
    public bool IsWriting => !_committing.IsCompleted;

    /// <summary>Begins a checkpoint, when the one before is written. Returns when training may go on.</summary>
    public async Task Begin(ICapturedSlices slices)
    {
        await _committing;
        await Start(slices);
    }

    /// <summary>Makes a checkpoint of where the job stands and waits for it.</summary>
    public async Task Complete(ICapturedSlices slices)
    {
        await _committing;
        if (Latest?.Manifest.Version != journal.Progress!.Steps)
        {
            await Start(slices);
            await _committing;
        }
    }

    /// <summary>Waits until nothing is being written.</summary>
    public Task Settle() => _committing;

    /// <summary>
    /// Has a checkpoint that is being written not be committed: the job goes back to <see cref="Latest"/>, whose files have to stay, and
    /// which has to be the one that the assignment to come is told.
    /// </summary>
    public void Abandon() => _abandoned++;

    /// <summary>
    /// Removes what silos that were killed have left half written. Nobody may be about to write: it is called when older generations
    /// were fenced off and the new one has not begun. A writer that lives nevertheless fails, which costs its checkpoint, of the old generation.
    /// </summary>
    public async Task Sweep()
    {
        await Remove(forsaken.Contains);
        forsaken = [];
    }

    /// <summary>Removes all that a job that is complete has left beside its checkpoints.</summary>
    public Task CleanUp()
    {
        var kept = journal.Record.Checkpoints.Select(c => c.Manifest.Version).ToHashSet();
        return Remove(version => !kept.Contains(version));
    }

    /// <summary>Has the status show the latest checkpoint, once the record that has it is written.</summary>
    public void TellCommitted()
    {
        journal.Progress!.CheckpointedAt = Latest?.Manifest.Version;
        journal.Progress.CheckpointFault = null;
    }

    /// <summary>Forgets the latest checkpoint, which cannot be read.</summary>
    public void Drop(string why)
    {
        var dropped = journal.Record.Checkpoints[^1].Manifest.Version;
        journal.Record.Checkpoints.RemoveAt(journal.Record.Checkpoints.Count - 1);
        journal.Progress!.CheckpointedAt = Latest?.Manifest.Version;
        journal.Tell(
            JobEventKind.CheckpointUnusable,
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

    private async Task Remove(Func<long, bool> isUseless)
    {
        try
        {
            await Task.Run(() =>
            {
                store.Sweep(jobId);
                store.Remove(jobId, isUseless);
            });
        }
        catch (CheckpointException e)
        {
            journal.Tell(JobEventKind.CheckpointFailed, e.Message);
        }
    }

    // The last ones are kept, and those with the best weights that each of them knows.
    private void Trim(List<JobCheckpoint> all)
    {
        var spec = journal.Record.Spec!;
        var last = all.TakeLast(spec.Checkpoint.Keep).ToArray();
        var best = spec.EarlyStopping is { RestoreBest: true } ? last.Select(c => c.Progress.Best?.Step).ToHashSet() : [];
        all.RemoveAll(c => !last.Contains(c) && !best.Contains(c.Manifest.Version));
    }

    private async Task Start(ICapturedSlices slices)
    {
        var start = Stopwatch.GetTimestamp();
        var progress = journal.Progress!.Snapshot();
        await slices.Capture(progress.Steps);
        _committing = Commit(slices, progress, start);
    }

    private async Task Commit(ICapturedSlices slices, ProgressSnapshot progress, long start)
    {
        using var activity = GranaryTelemetry.Source.StartActivity("checkpoint")?.AddTag(GranaryTelemetry.JobTag, jobId);
        var abandoned = _abandoned;
        try
        {
            var entries = await slices.Captured(progress.Steps);
            await Task.Run(() => store.RequireFiles(entries));
            if (_abandoned != abandoned)
            {
                return;
            }

            var all = journal.Record.Checkpoints;
            all.RemoveAll(c => c.Manifest.Version == progress.Steps);
            all.Add(new JobCheckpoint(new CheckpointManifest(progress.Steps, entries, time.GetUtcNow()), progress));
            Trim(all);
            journal.Tell(
                JobEventKind.Checkpointed,
                $"Checkpoint of step {progress.Steps}: {Explanations.Bytes(entries.Sum(e => e.Bytes))} in {Explanations.Count(entries.Length, "file")}.");
            await journal.Save();
            TellCommitted();
            journal.Metrics.RecordCheckpoint(entries.Sum(e => e.Bytes), Stopwatch.GetElapsedTime(start));
            var kept = all.Select(c => c.Manifest.Version).ToArray();
            await Task.Run(() => store.Keep(jobId, kept));
        }
        catch (CheckpointException) when (_abandoned != abandoned)
        {
            // It is not wanted any more.
        }
        catch (CheckpointException e)
        {
            journal.TellCheckpointFault(e.Message);
        }
        catch (Exception e) when (SiloLoss.Is(e))
        {
            // The same loss ends the span too, which is where it is told and mended.
        }
        catch (Exception e) when (e is not InconsistentStateException)
        {
            // The files of the checkpoint and of those before it are there, and the next write of the record may succeed.
            journal.TellCheckpointFault(
                $"The checkpoint of step {progress.Steps} could not be entered in the job's record: {JobJournal.Reason(e)}");
        }
    }
}

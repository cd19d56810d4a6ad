using Granary.Grains.Checkpoints;
using Granary.Grains.Interfaces.Checkpoints;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Records;

namespace Granary.Grains.Jobs;

/// <summary>Looks whether a job can go on that stands still or has ended, and says why where it cannot.</summary>
internal sealed class ResumeChecks(string id, JobJournal journal, CheckpointStore checkpoints)
{
    /// <summary>Why a job cannot go on where it stands, or from a checkpoint; null when it can.</summary>
    public string? WhyNotResume(long? fromStep) => (journal.Progress, fromStep) switch
    {
        (null, _) => NotRunning(),
        ({ HasEnded: true }, null) =>
            $"The job {id} has ended. Name the step of a checkpoint to go back to, --from STEP: {Checkpoints()}.",
        ({ } p, null) when !p.State.WaitsToBeResumed() => $"The job {id} is not paused: it is {p.State.Name()}.",
        (_, not null and not 0) when journal.Record.Checkpoints.TrueForAll(c => c.Manifest.Version != fromStep) =>
            $"The job {id} has no checkpoint of step {fromStep}, expected {Checkpoints()}.",
        _ => null,
    };

    /// <summary>Why a job cannot be trained for longer; null when it can.</summary>
    public string? WhyNotExtend(JobExtension more)
    {
        if (journal.Progress is not { State: JobState.Completed } progress)
        {
            return journal.Progress is { } other ? $"The job {id} is {other.State.Name()}, expected one that is completed." : NotRunning();
        }

        if (more is not ({ Epochs: >= 1, Steps: null } or { Epochs: null, Steps: >= 1 }))
        {
            return $"Found {more.Epochs?.ToString() ?? "no"} epochs and {more.Steps?.ToString() ?? "no"} steps more, expected one of them, and at least 1.";
        }

        if (journal.Record.Checkpoints.LastOrDefault()?.Manifest.Version != progress.Steps)
        {
            return $"The job {id} has no checkpoint of its last step, from which it could go on.";
        }

        try
        {
            var spec = more.Of(journal.Record.Spec!, journal.Record.Facts!);
            return JobSpecValidator.Validate(spec).Select(f => $"{f.Key}: {f.Message}").FirstOrDefault();
        }
        catch (OverflowException)
        {
            return $"The job {id} cannot get that long.";
        }
    }

    /// <summary>Why a checkpoint cannot be used, before anything is given up for it; null when it can.</summary>
    public async Task<string?> FindDamage(long? fromStep)
    {
        if (journal.Record.Checkpoints.Find(c => c.Manifest.Version == fromStep) is not { } checkpoint)
        {
            return null;
        }

        try
        {
            await Task.Run(() => checkpoints.Verify(checkpoint.Manifest.Entries));
            return null;
        }
        catch (CheckpointException e)
        {
            return $"The checkpoint of step {fromStep} cannot be used, and nothing was changed. {e.Message}";
        }
    }

    /// <summary>Tells that there is no job that runs.</summary>
    public string NotRunning() => journal.Progress is { } p
        ? $"The job {id} has ended: it is {p.State.Name()}."
        : $"There is no job {id}.";

    private string Checkpoints() =>
        string.Join(", ", journal.Record.Checkpoints.Select(c => $"{c.Manifest.Version}").Prepend("0 for the beginning"));
}

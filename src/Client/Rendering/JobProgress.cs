using Granary.Client.Text;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Rendering;

/// <summary>How far a job is.</summary>
internal static class JobProgress
{
    /// <summary>The share of its steps that a job has done; null while their number is unknown.</summary>
    public static double? Share(this JobStatus status) =>
        status.Facts is { TotalSteps: > 0 } facts ? Math.Min(1, (double)status.Steps / facts.TotalSteps) : null;

    /// <summary>Epochs that a job begins; null while its steps are unknown and it does not say itself.</summary>
    public static long? TotalEpochs(this JobStatus status) => status.Facts is { StepsPerEpoch: > 0 } facts
        ? (facts.TotalSteps + facts.StepsPerEpoch - 1) / facts.StepsPerEpoch
        : status.Spec.Epochs;

    /// <summary>Steps done of the epoch at hand, or of the last one when the job is through; null while that is unknown.</summary>
    public static (long Done, long Total)? StepsOfEpoch(this JobStatus status)
    {
        if (status.Facts is not { StepsPerEpoch: > 0 } facts)
        {
            return null;
        }

        var done = status.Steps % facts.StepsPerEpoch;
        var through = status.Steps > 0 && status.Steps >= facts.TotalSteps;
        return (done == 0 && through ? facts.StepsPerEpoch : done, facts.StepsPerEpoch);
    }

    /// <summary>How often the job went on after a silo was lost.</summary>
    public static string RecoveryText(this JobStatus status) =>
        status.Recoveries == 1 ? "a silo once; the job recovered" : $"silos {status.Recoveries} times; the job recovered";

    /// <summary>How much of a job is in a checkpoint; null when there is nothing to say.</summary>
    public static string? SavedText(this JobStatus status)
    {
        var saved = status.CheckpointedAt is { } step ? $"step {Numbers.Count(step)}" : null;
        return status.CheckpointFault is null ? saved : $"{saved ?? "nothing"}: checkpoints are failing; see granary logs {status.JobId}";
    }

    /// <summary>What a state means to who follows the job, in a sentence; null when its name says all.</summary>
    /// <param name="state">The state.</param>
    /// <param name="resumeCommand">A command that has a paused job go on; null when there is none to name.</param>
    public static string? Explanation(this JobState state, string? resumeCommand = null) => state switch
    {
        JobState.Recovering => "a silo was lost; its work is being reassigned, and the job will continue by itself",
        JobState.Paused when resumeCommand is not null => $"paused; resume it with: {resumeCommand}",
        JobState.Paused => "paused until somebody resumes it",
        JobState.Quarantined when resumeCommand is not null => $"silos were lost while it started; resume it with: {resumeCommand}",
        JobState.Quarantined => "silos were lost while it started; it waits until somebody resumes it",
        _ => null,
    };

    /// <summary>The share of its steps' time that a worker waited, from 0 to 1.</summary>
    public static double WaitingShare(this WorkerStatus worker) =>
        worker.StepTime > TimeSpan.Zero ? Math.Clamp(worker.WaitingTime / worker.StepTime, 0, 1) : 0;

    /// <summary>The tone of a state.</summary>
    public static Tone Tone(this JobState state) => state switch
    {
        JobState.Completed => Text.Tone.Good,
        JobState.Failed or JobState.Quarantined => Text.Tone.Bad,
        JobState.Running => Text.Tone.Accent,
        _ => Text.Tone.Strong,
    };
}

using Granary.Client.Text;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Rendering;

/// <summary>How far a job is, and where it stands, in words.</summary>
internal static class JobProgressText
{
    /// <summary>How often the job went on after a silo was lost.</summary>
    public static string RecoveryText(this JobStatus status) =>
        status.Recoveries == 1 ? "a silo once; the job recovered" : $"silos {status.Recoveries} times; the job recovered";

    /// <summary>How much of a job is in a checkpoint; null when there is nothing to say.</summary>
    public static string? SavedText(this JobStatus status)
    {
        var saved = status.CheckpointedAt is { } step ? $"step {Numbers.Count(step)}" : null;
        return status.CheckpointFault is null ? saved : $"{saved ?? "nothing"}: checkpoints are failing; see granary logs {status.JobId}";
    }

    /// <summary>What a job's state means to who follows it, in a sentence; null when its name says all.</summary>
    /// <param name="status">The job's status.</param>
    /// <param name="resumeCommand">A command that has a paused job go on; null when there is none to name.</param>
    public static string? Explanation(this JobStatus status, string? resumeCommand = null) => status.State switch
    {
        JobState.Queued => $"waits for its turn: {status.Waiting}",
        JobState.Preparing when status.Waiting is not null => $"waits for memory: {status.Waiting}",
        JobState.Recovering => "a silo was lost; its work is being reassigned, and the job will continue by itself",
        JobState.Paused when resumeCommand is not null => $"paused; resume it with: {resumeCommand}",
        JobState.Paused => "paused until somebody resumes it",
        JobState.Quarantined when resumeCommand is not null => $"silos were lost while it started; resume it with: {resumeCommand}",
        JobState.Quarantined => "silos were lost while it started; it waits until somebody resumes it",
        _ => null,
    };

    /// <summary>The tone of a state.</summary>
    public static Tone Tone(this JobState state) => state switch
    {
        JobState.Completed => Text.Tone.Good,
        JobState.Failed or JobState.Quarantined => Text.Tone.Bad,
        JobState.Running => Text.Tone.Accent,
        _ => Text.Tone.Strong,
    };
}

using Granary.Client.Terminal;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Submissions;

/// <summary>A job of which nothing is kept.</summary>
internal static class Trial
{
    /// <summary>Waits until it has ended, or has trained for long enough.</summary>
    /// <param name="context">The world outside.</param>
    /// <param name="job">The job.</param>
    /// <param name="limit">How long it is to train, from its first steps on; null until it ends. It is cancelled then.</param>
    /// <returns>How it stands.</returns>
    public static async Task<JobStatus> RunAsync(ConsoleContext context, TrainingJob job, TimeSpan? limit = null)
    {
        long? since = null;
        JobStatus? last = null;
        await foreach (var status in job.WatchAsync(context.Interrupted))
        {
            last = status;
            since ??= status.State == JobState.Running ? context.Time.GetTimestamp() : null;
            if (!status.State.HasEnded() && since is { } start && context.Time.GetElapsedTime(start) >= limit)
            {
                await job.CancelAsync(context.Interrupted);
                break;
            }
        }

        return last!;
    }
}

using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.Statuses;

namespace Granary.Client.Rendering;

/// <summary>
/// Decides which statuses are worth a record that stays: the first one, each new state, every 10 % of progress, every 5 seconds
/// unless it is paused, and new evaluations, but these at most once a second.
/// </summary>
internal sealed class RecordCadence
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestSilence = TimeSpan.FromSeconds(1);

    private JobStatus? _last;

    /// <summary>Whether a status is worth a record; if so, the next one is compared with it.</summary>
    public bool IsDue(JobStatus status)
    {
        if (_last is { } last && !IsNews(last, status))
        {
            return false;
        }

        _last = status;
        return true;
    }

    private static bool IsNews(JobStatus last, JobStatus status)
    {
        var silence = status.Elapsed - last.Elapsed;
        return status.State != last.State
            || Tenth(status) != Tenth(last)
            || (silence >= LongestSilence && !status.State.WaitsToBeResumed())
            || (status.EvaluatedAt != last.EvaluatedAt && silence >= ShortestSilence);
    }

    private static int Tenth(JobStatus status) => (int)((status.Share() ?? 0) * 10);
}

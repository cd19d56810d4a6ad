using Granary.Client.Rendering;
using Granary.Client.Terminal;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Following;

/// <summary>Follows a job until it has ended, and says what an interruption does and what is the matter with it.</summary>
/// <param name="context">The world outside.</param>
/// <param name="coordinator">The job's owner.</param>
/// <param name="place">Where the cluster is, in words.</param>
/// <param name="watchesOnly">Whether an interruption leaves the job alone; otherwise it cancels the job and follows it to its end.</param>
internal sealed class JobFollower(ConsoleContext context, ICoordinatorGrain coordinator, string place, bool watchesOnly)
{
    private readonly PatientQuestions _questions = new(context.FollowOptions, place);
    private bool _isCancelling;

    /// <summary>A command that has the job go on after somebody paused it, to be pasted; null when there is none.</summary>
    public string? ResumeHint { get; init; }

    /// <summary>The job's statuses, until it has ended, or until an interruption when it is only watched.</summary>
    /// <exception cref="NoClusterException">The cluster was silent for too long, or does not know the job any more.</exception>
    public async IAsyncEnumerable<RunFrame> FollowAsync()
    {
        RunFrame? frame = null;
        await foreach (var status in LookAsync())
        {
            var before = frame;
            frame = FrameOf(status, before);
            if (frame is not null)
            {
                TellOfPause(before, frame);
                yield return frame;
            }
        }
    }

    private async IAsyncEnumerable<JobStatus?> LookAsync()
    {
        var follower = new StatusFollower(coordinator, _questions, context.FollowOptions);
        var hasEnded = false;
        await foreach (var status in follower.FollowAsync(cancels: false, context.Interrupted))
        {
            hasEnded = status?.State.HasEnded() == true;
            yield return status;
        }

        if (hasEnded || watchesOnly)
        {
            yield break;
        }

        _isCancelling = true;
        await foreach (var status in follower.FollowAsync(cancels: true, CancellationToken.None))
        {
            yield return status;
        }
    }

    private RunFrame? FrameOf(JobStatus? status, RunFrame? last) => (status, last) switch
    {
        (not null, _) => new RunFrame(status, Hint(status), ResumeHint),
        (_, null) => null,
        _ when context.Interrupted.IsCancellationRequested && !_isCancelling => last,
        _ => last with { Hint = $"a silo was lost or is not answering; retrying, {_questions.Silence.TotalSeconds:0} s so far" },
    };

    private string Hint(JobStatus status) => (watchesOnly, _isCancelling) switch
    {
        (true, _) when status.State.WaitsToBeResumed() => "Ctrl-C stops watching",
        (true, _) => "Ctrl-C stops watching; the job keeps running",
        (_, false) => "Ctrl-C cancels the job",
        (_, true) => "cancelling; Ctrl-C again quits at once",
    };

    private void TellOfPause(RunFrame? before, RunFrame frame)
    {
        if (frame.Status.State == before?.Status.State)
        {
            return;
        }

        if (frame.Status.State == JobState.Quarantined)
        {
            context.Tell($"{frame.Status.JobId} is quarantined. {frame.Status.Error}");
        }
        else if (frame.Status.State == JobState.Paused && ResumeHint is not null)
        {
            context.Tell($"{frame.Status.JobId} is paused. Resume it with: {ResumeHint}");
        }
    }
}

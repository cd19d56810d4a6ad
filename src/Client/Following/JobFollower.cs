using Granary.Client.Connections;
using Granary.Client.Rendering;
using Granary.Client.Terminal;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Following;

/// <summary>Follows a job until it has ended, by asking again and again, patiently while silos are lost.</summary>
/// <param name="context">The world outside.</param>
/// <param name="coordinator">The job's owner.</param>
/// <param name="place">Where the cluster is, in words.</param>
/// <param name="watchesOnly">Whether an interruption leaves the job alone; otherwise it cancels the job and follows it to its end.</param>
internal sealed class JobFollower(ConsoleContext context, ICoordinatorGrain coordinator, string place, bool watchesOnly)
{
    private readonly PatientQuestions _questions = new(context, place);
    private bool _isCancelling;

    /// <summary>A command that has the job go on after somebody paused it, to be pasted; null when there is none.</summary>
    public string? ResumeHint { get; init; }

    private CancellationToken Interrupted => _isCancelling ? CancellationToken.None : context.Interrupted;

    /// <summary>The job's statuses, until it has ended, or until an interruption when it is only watched.</summary>
    /// <exception cref="NoClusterException">The cluster was silent for too long, or does not know the job any more.</exception>
    public async IAsyncEnumerable<RunFrame> FollowAsync()
    {
        RunFrame? frame = null;
        while (true)
        {
            if (context.Interrupted.IsCancellationRequested)
            {
                if (watchesOnly)
                {
                    yield break;
                }

                await CancelAsync();
            }

            var before = frame;
            frame = await AskAsync(frame);
            if (frame is not null)
            {
                TellOfPause(before, frame);
                yield return frame;
            }

            if (frame?.Status.State.HasEnded() == true)
            {
                yield break;
            }

            await Task.Delay(context.PollInterval, context.Time, Interrupted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // At each look, until the job has ended: a coordinator that is lost meanwhile takes the wish with it.
    private async Task CancelAsync()
    {
        _isCancelling = true;
        await _questions.AnswersAsync(coordinator.Cancel, Interrupted);
    }

    private async Task<RunFrame?> AskAsync(RunFrame? last)
    {
        JobStatus? status = null;
        if (await _questions.AnswersAsync(async () => status = await coordinator.GetStatus(), Interrupted))
        {
            return status is not null
                ? new RunFrame(status, Hint(status), ResumeHint)
                : throw new NoClusterException("the cluster no longer knows the job; its data directory or database may have been emptied");
        }

        return last is null || Interrupted.IsCancellationRequested
            ? last
            : last with { Hint = $"a silo was lost or is not answering; retrying, {_questions.Silence.TotalSeconds:0} s so far" };
    }

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

using Granary.Client.Connections;
using Granary.Client.Rendering;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Following;

/// <summary>
/// Follows a job until it has ended, by asking again and again. A cluster that does not answer is asked for a while longer, because
/// a coordinator whose silo died comes back by itself within seconds.
/// </summary>
/// <param name="context">The world outside.</param>
/// <param name="coordinator">The job's owner.</param>
/// <param name="watchesOnly">Whether an interruption leaves the job alone; otherwise it cancels the job and follows it to its end.</param>
internal sealed class JobFollower(ConsoleContext context, ICoordinatorGrain coordinator, bool watchesOnly)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private long _lastAnswer = context.Time.GetTimestamp();
    private bool _isCancelling;
    private bool _isCancelAnswered;

    private CancellationToken Interrupted => _isCancelling ? CancellationToken.None : context.Interrupted;

    private TimeSpan Silence => context.Time.GetElapsedTime(_lastAnswer);

    private string Hint => (watchesOnly, _isCancelling) switch
    {
        (true, _) => "Ctrl-C stops watching, the job goes on",
        (_, false) => "Ctrl-C cancels the job",
        (_, true) => "cancelling; Ctrl-C again ends at once",
    };

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

            frame = await AskAsync(frame);
            if (frame is not null)
            {
                yield return frame;
            }

            if (frame?.Status.State.HasEnded() == true)
            {
                yield break;
            }

            await Task.Delay(context.PollInterval, context.Time, Interrupted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task CancelAsync()
    {
        _isCancelling = true;
        if (!_isCancelAnswered)
        {
            _isCancelAnswered = await AnswersAsync(coordinator.Cancel);
        }
    }

    private async Task<RunFrame?> AskAsync(RunFrame? last)
    {
        JobStatus? status = null;
        if (await AnswersAsync(async () => status = await coordinator.GetStatus()))
        {
            return status is not null
                ? new RunFrame(status, Hint)
                : throw new NoClusterException("the cluster does not know the job any more: all its silos may have been restarted");
        }

        return last is null || Interrupted.IsCancellationRequested
            ? last
            : last with { Hint = $"the cluster has been silent for {Silence.TotalSeconds:0} s" };
    }

    /// <summary>Asks the cluster something. False when it did not answer, or when the user interrupted the wait for the answer.</summary>
    private async Task<bool> AnswersAsync(Func<Task> ask)
    {
        try
        {
            await ask().WaitAsync(Interrupted);
            _lastAnswer = context.Time.GetTimestamp();
            return true;
        }
        catch (OperationCanceledException) when (Interrupted.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            return Silence < Patience
                ? false
                : throw new NoClusterException(
                    $"the cluster has not answered for {Silence.TotalSeconds:0} s ({e.Message}); "
                    + "if some of its silos live, the job goes on: watch it again",
                    e);
        }
    }
}

using Granary.Client.Connections;
using Granary.Client.Terminal;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Following;

/// <summary>Follows a job's events until it has ended, by asking again and again for those after the last one known.</summary>
/// <param name="context">The world outside.</param>
/// <param name="coordinator">The job's owner.</param>
/// <param name="place">Where the cluster is, in words.</param>
internal sealed class EventFollower(ConsoleContext context, ICoordinatorGrain coordinator, string place)
{
    private readonly PatientQuestions _questions = new(context, place);

    /// <summary>Whether the job had ended when its events were asked for last.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The events after one, as many at a time as there are, until the job has ended or an interruption.</summary>
    /// <param name="afterNumber">The number of the last event known; 0 for all.</param>
    /// <exception cref="NoClusterException">The cluster was silent for too long.</exception>
    public async IAsyncEnumerable<JobEvent[]> FollowAsync(long afterNumber)
    {
        while (!HasEnded && !context.Interrupted.IsCancellationRequested)
        {
            var events = await AskAsync(afterNumber);
            if (events.Length > 0)
            {
                afterNumber = events[^1].Number;
                yield return events;
            }

            if (!HasEnded)
            {
                await Task.Delay(context.PollInterval, context.Time, context.Interrupted)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<JobEvent[]> AskAsync(long afterNumber)
    {
        JobEvent[]? events = null;
        await _questions.AnswersAsync(
            async () =>
            {
                // First whether it has ended, so that the events asked for afterwards are the last ones.
                var hasEnded = (await coordinator.GetStatus())?.State.HasEnded() != false;
                events = await coordinator.GetEvents(afterNumber);
                HasEnded = hasEnded;
            },
            context.Interrupted);
        return events ?? [];
    }
}

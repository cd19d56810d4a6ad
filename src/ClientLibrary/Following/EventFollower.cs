using System.Runtime.CompilerServices;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Following;

/// <summary>Follows a job's events until it has ended, by asking again and again for those after the last one known.</summary>
/// <param name="coordinator">The job's owner.</param>
/// <param name="questions">How it is asked.</param>
/// <param name="options">How often.</param>
internal sealed class EventFollower(ICoordinatorGrain coordinator, PatientQuestions questions, FollowOptions options)
{
    /// <summary>Whether the job had ended when its events were asked for last.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The events after one, as many at a time as there are, until the job has ended or the token is cancelled.</summary>
    /// <param name="afterNumber">The number of the last event known; 0 for all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="NoClusterException">The cluster was silent for too long.</exception>
    public async IAsyncEnumerable<JobEvent[]> FollowAsync(long afterNumber, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (!HasEnded && !cancellationToken.IsCancellationRequested)
        {
            var events = await AskAsync(afterNumber, cancellationToken);
            if (events.Length > 0)
            {
                afterNumber = events[^1].Number;
                yield return events;
            }

            if (!HasEnded)
            {
                await options.WaitAsync(cancellationToken);
            }
        }
    }

    private async Task<JobEvent[]> AskAsync(long afterNumber, CancellationToken cancellationToken)
    {
        JobEvent[]? events = null;
        await questions.AnswersAsync(
            async () =>
            {
                // First whether it has ended, so that the events asked for afterwards are the last ones.
                var hasEnded = (await coordinator.GetStatus())?.State.HasEnded() != false;
                events = await coordinator.GetEvents(afterNumber);
                HasEnded = hasEnded;
            },
            cancellationToken);
        return events ?? [];
    }
}

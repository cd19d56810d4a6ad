using System.Runtime.CompilerServices;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Following;

/// <summary>Follows a job until it has ended, by asking again and again, patiently while silos are lost.</summary>
/// <param name="coordinator">The job's owner.</param>
/// <param name="questions">How it is asked.</param>
/// <param name="options">How often.</param>
internal sealed class StatusFollower(ICoordinatorGrain coordinator, PatientQuestions questions, FollowOptions options)
{
    /// <summary>How the job stands at each look, until it has ended or the token is cancelled.</summary>
    /// <param name="cancels">
    /// Whether the job is to be cancelled. It is told so at each look until it has ended: a coordinator that is lost meanwhile takes the wish with it.
    /// </param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The statuses; null where the cluster did not answer at that look.</returns>
    /// <exception cref="NoClusterException">The cluster was silent for too long, or does not know the job any more.</exception>
    public async IAsyncEnumerable<JobStatus?> FollowAsync(bool cancels, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            if (cancels)
            {
                await questions.AnswersAsync(coordinator.Cancel, cancellationToken);
            }

            var status = await AskAsync(cancellationToken);
            yield return status;
            if (status?.State.HasEnded() == true)
            {
                yield break;
            }

            await options.WaitAsync(cancellationToken);
        }
    }

    private async Task<JobStatus?> AskAsync(CancellationToken cancellationToken)
    {
        JobStatus? status = null;
        if (await questions.AnswersAsync(async () => status = await coordinator.GetStatus(), cancellationToken) && status is null)
        {
            throw NoClusterException.Forgotten();
        }

        return status;
    }
}

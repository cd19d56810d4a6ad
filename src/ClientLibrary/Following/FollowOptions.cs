namespace Granary.Client.Following;

/// <summary>How jobs are followed.</summary>
/// <param name="Time">The clock.</param>
/// <param name="PollInterval">The time between two questions about a job.</param>
/// <param name="Tell">Told when questions begin to fail; null for nobody.</param>
internal sealed record FollowOptions(TimeProvider Time, TimeSpan PollInterval, Action<string>? Tell = null)
{
    /// <summary>Waits until the next question, or until the token is cancelled.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken) =>
        await Task.Delay(PollInterval, Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}

namespace Granary.Client.Following;

/// <summary>
/// Asks a cluster that may be losing a silo, this program's own gateway included: the others take over within seconds, so a question
/// that fails is asked again, until half a minute of failures has passed.
/// </summary>
/// <param name="options">The clock, and who is told.</param>
/// <param name="place">Where the cluster is, in words.</param>
internal sealed class PatientQuestions(FollowOptions options, string place)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private long? _silentSince;

    /// <summary>For how long questions have failed; zero when the last one was answered.</summary>
    public TimeSpan Silence => _silentSince is { } since ? options.Time.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Asks the cluster something.</summary>
    /// <param name="ask">Asks it; may be called for another try at any time.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    /// <returns>False when it did not answer, or when the wait for the answer was cancelled.</returns>
    /// <exception cref="NoClusterException">Questions have failed for too long.</exception>
    public async Task<bool> AnswersAsync(Func<Task> ask, CancellationToken cancellationToken)
    {
        try
        {
            await ask().WaitAsync(cancellationToken);
            _silentSince = null;
            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            NoteFailure(e);
            return false;
        }
    }

    private void NoteFailure(Exception e)
    {
        if (_silentSince is null)
        {
            _silentSince = options.Time.GetTimestamp();
            options.Tell?.Invoke($"A silo was lost or is not answering. Retrying for up to {Patience.TotalSeconds:0} s.");
        }

        if (Silence >= Patience)
        {
            throw new NoClusterException(
                $"the cluster at {place} has not answered for {Silence.TotalSeconds:0} s. If any of its silos is alive, the job is still running: watch it "
                + "again. If none is, start one: the job resumes from its last checkpoint.",
                e);
        }
    }
}

namespace Granary.Client.Connections;

/// <summary>Questions to a cluster.</summary>
internal static class Answers
{
    /// <summary>The answer to a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="NoClusterException">There is none.</exception>
    public static async Task<T> OfAsync<T>(Task<T> question, CancellationToken cancellationToken)
    {
        try
        {
            return await question.WaitAsync(cancellationToken);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            throw NoClusterException.Unanswered(e);
        }
    }
}

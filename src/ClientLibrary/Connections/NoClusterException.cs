namespace Granary.Client;

/// <summary>There is no cluster where one was expected, or not any more. The message says where and what to do.</summary>
/// <param name="message">The message.</param>
/// <param name="inner">What it was noticed by, or null.</param>
public sealed class NoClusterException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>A question that was not answered.</summary>
    internal static NoClusterException Unanswered(Exception e) => new($"the cluster did not answer: {e.Message}", e);

    /// <summary>A job that was there, and is not any more.</summary>
    internal static NoClusterException Forgotten() =>
        new("the cluster no longer knows the job; its data directory or database may have been emptied");
}

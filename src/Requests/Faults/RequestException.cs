
namespace Granary.Requests.Faults;

/// <summary>The request was wrong. The message says what was found and what was expected.</summary>
internal sealed class RequestException(string message, IReadOnlyList<JobFault> faults) : Exception(message)
{
    public RequestException(string message)
        : this(message, [])
    {
    }

    /// <summary>Everything that is wrong with a job; empty when it is not about one.</summary>
    public IReadOnlyList<JobFault> Faults { get; } = faults;

    /// <summary>What may help, in a sentence; null when there is nothing to add.</summary>
    public string? Hint { get; init; }
}

namespace Granary.Requests.Faults;

/// <summary>The request was wrong. The message says what was found and what was expected.</summary>
/// <param name="message">The message.</param>
/// <param name="faults">Everything that is wrong with a job; empty when it is not about one.</param>
public sealed class RequestException(string message, IReadOnlyList<JobFault> faults) : Exception(message)
{
    /// <summary>Makes one that is not about a job.</summary>
    /// <param name="message">The message.</param>
    public RequestException(string message)
        : this(message, [])
    {
    }

    /// <summary>Everything that is wrong with a job; empty when it is not about one.</summary>
    public IReadOnlyList<JobFault> Faults { get; } = faults;

    /// <summary>The refusal of a job.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="faults">Everything that is wrong with it.</param>
    internal static RequestException Refused(string name, IReadOnlyList<JobFault> faults) =>
        new($"{name}: {(faults.Count == 1 ? "1 fault" : $"{faults.Count} faults")}, nothing was started", faults);

    /// <summary>What may help, in a sentence; null when there is nothing to add.</summary>
    public string? Hint { get; init; }
}

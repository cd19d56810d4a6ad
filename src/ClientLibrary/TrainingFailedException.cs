using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client;

/// <summary>A job has ended without being completed: it failed, or somebody cancelled it. The message says why.</summary>
/// <param name="status">How it ended.</param>
public sealed class TrainingFailedException(JobStatus status)
    : Exception($"{status.JobId} is {status.State.Name()}. {status.Error}".TrimEnd())
{
    /// <summary>How it ended.</summary>
    public JobStatus Status => status;
}

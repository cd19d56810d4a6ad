namespace Granary.Grains.Interfaces.Jobs;

/// <summary>Where a job stands.</summary>
public enum JobState
{
    /// <summary>Silos read the data and layers draw their first weights.</summary>
    Preparing,

    /// <summary>It trains.</summary>
    Running,

    /// <summary>A silo was lost: its work is being reassigned, and the job goes on by itself.</summary>
    Recovering,

    /// <summary>Somebody paused it; it waits until somebody has it go on.</summary>
    Paused,

    /// <summary>It took all its steps.</summary>
    Completed,

    /// <summary>It could not go on; the status says why.</summary>
    Failed,

    /// <summary>Somebody cancelled it.</summary>
    Cancelled,

    /// <summary>Silos were lost twice in a row while it started: it waits until somebody resumes it. The status says what happened.</summary>
    Quarantined,

    /// <summary>It waits for its turn in the queue, and goes on by itself. The status says why.</summary>
    Queued,
}

/// <summary>What states have in common.</summary>
public static class JobStateExtensions
{
    /// <summary>Whether a state is a job's last, unless somebody has it go back to a checkpoint.</summary>
    /// <param name="state">The state.</param>
    public static bool HasEnded(this JobState state) => state is JobState.Completed or JobState.Failed or JobState.Cancelled;

    /// <summary>Whether a job in a state waits until somebody resumes it.</summary>
    /// <param name="state">The state.</param>
    public static bool WaitsToBeResumed(this JobState state) => state is JobState.Paused or JobState.Quarantined;

    /// <summary>Whether a job in a state does nothing: it waits for its turn, or until somebody resumes it.</summary>
    /// <param name="state">The state.</param>
    public static bool StandsStill(this JobState state) => state == JobState.Queued || state.WaitsToBeResumed();

    /// <summary>A state in a word, for example <c>running</c>.</summary>
    /// <param name="state">The state.</param>
    public static string Name(this JobState state) => state.ToString().ToLowerInvariant();
}

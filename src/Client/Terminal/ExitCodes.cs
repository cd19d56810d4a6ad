using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Terminal;

/// <summary>What the program's exit code says to scripts.</summary>
internal static class ExitCodes
{
    /// <summary>What was asked for is done.</summary>
    public const int Done = 0;

    /// <summary>The job failed, somebody else cancelled it, or the program itself failed.</summary>
    public const int JobFailed = 1;

    /// <summary>The request was wrong: usage, job file or data.</summary>
    public const int WrongRequest = 2;

    /// <summary>There is no cluster at that address.</summary>
    public const int NoCluster = 3;

    /// <summary>The user interrupted it, as shells have it: 128 and the number of SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>The code after a job was followed.</summary>
    /// <param name="last">The last status seen; null when there was none.</param>
    /// <param name="isInterrupted">Whether the user interrupted it.</param>
    public static int Of(JobStatus? last, bool isInterrupted) => last?.State switch
    {
        JobState.Completed => Done,
        JobState.Failed => JobFailed,
        _ => isInterrupted ? Interrupted : JobFailed,
    };
}

namespace Granary.Grains.Jobs;

/// <summary>How many jobs run at once, and how many are kept. All silos of a cluster should have the same numbers.</summary>
/// <param name="JobsPerSilo">How many run at once for each silo, at least 1.</param>
/// <param name="KeptJobs">How many jobs that have ended are kept, at least 1.</param>
public sealed record QueueOptions(int JobsPerSilo, int KeptJobs = 1000)
{
    /// <summary>
    /// Four a silo: while some read their data, others compute, and a job that was submitted later does not wait for the end of a long one.
    /// </summary>
    public static QueueOptions Default { get; } = new(4);
}

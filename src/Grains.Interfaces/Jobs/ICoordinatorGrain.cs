using Orleans.Concurrency;

namespace Granary.Grains.Interfaces.Jobs;

/// <summary>
/// Owns one job: checks it, deals shards to workers and slices to silos, and says what is averaged and which step is next.
/// No tensor passes through it. Its key is the job's id.
/// </summary>
[Alias("granary.ICoordinatorGrain")]
public interface ICoordinatorGrain : IGrainWithStringKey
{
    /// <summary>Checks a job and its data and starts it. Returns when it was accepted or refused; training goes on by itself.</summary>
    /// <param name="spec">The job.</param>
    /// <returns>The faults, if any. A second call for the same job is answered like the first.</returns>
    [ResponseTimeout("00:10:00"), Alias("Submit")]
    Task<SubmitResult> Submit(JobSpec spec);

    /// <summary>Where the job stands; null when no job of this id was submitted. Answered while training runs.</summary>
    [AlwaysInterleave, Alias("GetStatus")]
    Task<JobStatus?> GetStatus();

    /// <summary>Ends the job within a second or so. Does nothing to a job that has ended.</summary>
    /// <returns>False when no job of this id was submitted.</returns>
    [AlwaysInterleave, Alias("Cancel")]
    Task<bool> Cancel();
}

using Granary.Grains.Interfaces.Models;
using Orleans.Concurrency;

namespace Granary.Grains.Interfaces.Jobs;

/// <summary>
/// Owns one job: checks it, assigns shards to workers and slices to silos, and says which steps come next. No tensor passes through it.
/// Its key is the job's id.
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

    /// <summary>What was measured over the job's life; null when no job of this id was submitted.</summary>
    [AlwaysInterleave, Alias("GetHistory")]
    Task<JobHistory?> GetHistory();

    /// <summary>
    /// Has the job end within a second or so. Does nothing to a job that has ended. Until its status says that it has, the coordinator may be
    /// lost, and the wish with it: who wants to be sure asks again.
    /// </summary>
    /// <returns>False when no job of this id was submitted.</returns>
    [AlwaysInterleave, Alias("Cancel")]
    Task<bool> Cancel();

    /// <summary>
    /// Has the job stop after its current span and keep its place, until <see cref="Resume"/>; returns when it stands still. It outlives
    /// restarts of every silo.
    /// </summary>
    /// <returns>Null when it is paused; otherwise why it is not.</returns>
    [AlwaysInterleave, ResponseTimeout("00:01:00"), Alias("Pause")]
    Task<string?> Pause();

    /// <summary>
    /// Has the job stop after its current span with a checkpoint, and wait for its next turn, because a job of higher priority needs its place.
    /// Returns before it has.
    /// </summary>
    [AlwaysInterleave, Alias("GiveWay")]
    Task GiveWay();

    /// <summary>Has a paused job go on, or any job go back to a checkpoint and go on from there.</summary>
    /// <param name="fromStep">The step of a checkpoint to go back to, or null to go on where the job stands.</param>
    /// <returns>Null when it goes on; otherwise why it cannot, and which checkpoints there are.</returns>
    /// <remarks>One at a time: of two that are asked for at once the second one finds what the first one has made.</remarks>
    [ResponseTimeout("00:01:00"), Alias("Resume")]
    Task<string?> Resume(long? fromStep);

    /// <summary>Has a completed job train for longer, from where it ended. It ends with the bits of a job that was that long from the start.</summary>
    /// <param name="more">How much longer.</param>
    /// <returns>Null when it goes on; otherwise why it cannot.</returns>
    [ResponseTimeout("00:01:00"), Alias("Extend")]
    Task<string?> Extend(JobExtension more);

    /// <summary>What happened to the job, in order; a thousand of the last events are kept, a hundred of checkpoints among them. Null when no job of this id was submitted.</summary>
    /// <param name="afterNumber">The last number that is known to the caller; 0 for all.</param>
    [AlwaysInterleave, Alias("GetEvents")]
    Task<JobEvent[]?> GetEvents(long afterNumber);

    /// <summary>Finds the job's model.</summary>
    /// <param name="step">The step of a checkpoint; null for the model that is kept since the job was completed.</param>
    [AlwaysInterleave, ResponseTimeout("00:05:00"), Alias("OpenModel")]
    Task<ModelOffer> OpenModel(long? step);

    /// <summary>Reads a part of the job's model, as a safetensors file has it.</summary>
    /// <param name="step">As <see cref="OpenModel"/> was told.</param>
    /// <param name="offset">The first byte.</param>
    /// <returns>The bytes from there on, some megabytes at most; none at the end.</returns>
    [AlwaysInterleave, Alias("ReadModel")]
    Task<byte[]> ReadModel(long? step, long offset);

    /// <summary>Removes the job's model.</summary>
    /// <returns>False when there is none.</returns>
    [Alias("RemoveModel")]
    Task<bool> RemoveModel();

    /// <summary>Removes a job that has ended: its record, its checkpoints and its model.</summary>
    /// <returns>False when it has not ended.</returns>
    [ResponseTimeout("00:01:00"), Alias("Remove")]
    Task<bool> Remove();

    /// <summary>
    /// Wakes the job's coordinator, which goes on with a job that was running when its silo died, and starts one that has got a place in the
    /// queue. Does nothing to one that runs.
    /// </summary>
    [AlwaysInterleave, Alias("Wake")]
    Task Wake();

    /// <summary>Tells that a silo wants to leave: at the next span its work was reassigned to the others.</summary>
    /// <param name="silo">Its address as Orleans parses it.</param>
    [AlwaysInterleave, Alias("SiloLeaves")]
    Task SiloLeaves(string silo);
}

namespace Granary.Grains.Interfaces.Jobs;

/// <summary>
/// Keeps the list of jobs, which <see cref="Silos.IClusterGrain.ListJobs"/> reads, and the queue of those that are to run. There is one, with key 0.
/// </summary>
[Alias("granary.IJobListGrain")]
public interface IJobListGrain : IGrainWithIntegerKey
{
    /// <summary>Makes an id that no job has, from a job's name, for example <c>digits-1</c>.</summary>
    /// <param name="name">The job's name.</param>
    [Alias("NewId")]
    Task<string> NewId(string name);

    /// <summary>Says that an accepted job is to run. It is woken when it gets a place. Saying it again changes nothing.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="priority">Its priority.</param>
    /// <returns>Whether it has a place, and may run now.</returns>
    [Alias("Enter")]
    Task<bool> Enter(string jobId, JobPriority priority);

    /// <summary>Says that a job has given its place to another one, and waits for its next turn.</summary>
    /// <param name="jobId">The job's id.</param>
    [Alias("GiveWay")]
    Task GiveWay(string jobId);

    /// <summary>Says that a job is not to run: it has ended, or waits until somebody resumes it.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="hasEnded">Whether it has ended. Of those only so many are kept; the others are removed, oldest first.</param>
    [Alias("Leave")]
    Task Leave(string jobId, bool hasEnded);

    /// <summary>Says whether a job that has a place waits for memory. Jobs that come after it wait too, so that they do not take what gets free.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="isWaiting">Whether it does.</param>
    [Alias("WaitForMemory")]
    Task WaitForMemory(string jobId, bool isWaiting);

    /// <summary>Why a job waits for its turn, and where in line it is; null when it does not wait.</summary>
    /// <param name="jobId">The job's id.</param>
    [Alias("ExplainWait")]
    Task<string?> ExplainWait(string jobId);

    /// <summary>The silo on which a job is best alone, so that jobs that start at the same time spread; null for any.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="here">The silo of the job's coordinator: the best one where others are as good, since then one silo less can be lost.</param>
    [Alias("FindHome")]
    Task<string?> FindHome(string jobId, string here);

    /// <summary>The jobs that have a place: their coordinators are woken when their silos are lost.</summary>
    [Alias("ListRunning")]
    Task<string[]> ListRunning();

    /// <summary>Asks whether a job may start now. It has a turn then, until <see cref="EndStart"/>.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="isSuspect">Whether it must start alone, because silos were lost when it started before.</param>
    [Alias("BeginStart")]
    Task<bool> BeginStart(string jobId, bool isSuspect);

    /// <summary>Says that a job has started, or starts no longer.</summary>
    /// <param name="jobId">The job's id.</param>
    [Alias("EndStart")]
    Task EndStart(string jobId);
}

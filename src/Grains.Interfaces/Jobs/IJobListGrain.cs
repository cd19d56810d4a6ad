namespace Granary.Grains.Interfaces.Jobs;

/// <summary>Keeps the list of jobs, which <see cref="Silos.IClusterGrain.ListJobs"/> reads. There is one, with key 0.</summary>
[Alias("granary.IJobListGrain")]
public interface IJobListGrain : IGrainWithIntegerKey
{
    /// <summary>Makes an id that no job has, from a job's name, for example <c>digits-1</c>.</summary>
    /// <param name="name">The job's name.</param>
    [Alias("NewId")]
    Task<string> NewId(string name);

    /// <summary>Adds an accepted job to the list. Adding it again changes nothing.</summary>
    /// <param name="jobId">The job's id.</param>
    [Alias("Add")]
    Task Add(string jobId);

    /// <summary>Says whether a job is to be kept running. An added one is.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="isRunning">Whether it is.</param>
    [Alias("SetRunning")]
    Task SetRunning(string jobId, bool isRunning);

    /// <summary>The jobs that are to be kept running: their coordinators are woken when their silos are lost.</summary>
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

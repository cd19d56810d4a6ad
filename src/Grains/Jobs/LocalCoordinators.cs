using System.Collections.Concurrent;

namespace Granary.Grains.Jobs;

/// <summary>
/// The coordinators on this silo, for the others of their jobs. Orleans' directory keeps the address of a coordinator on some silo; when
/// that one leaves, calls on their way may find no address and have a second coordinator activated while the first is at work. The second one
/// then asks the first to hand the job over, so that nothing is repeated.
/// </summary>
internal sealed class LocalCoordinators
{
    private readonly ConcurrentDictionary<string, Func<Task>> _coordinators = new();

    /// <summary>Adds a job's coordinator, in the place of one before.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="layDown">Has it stop at the next span's end with a checkpoint; any thread may call it.</param>
    public void Add(string jobId, Func<Task> layDown) => _coordinators[jobId] = layDown;

    /// <summary>Removes a coordinator, unless another one has its place.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="layDown">What was added.</param>
    public void Remove(string jobId, Func<Task> layDown) =>
        _coordinators.TryRemove(new KeyValuePair<string, Func<Task>>(jobId, layDown));

    /// <summary>Has a job's coordinator stop at the next span's end with a checkpoint. Does nothing where there is none.</summary>
    public Task HandOver(string jobId) => _coordinators.TryGetValue(jobId, out var layDown) ? layDown() : Task.CompletedTask;
}

using System.Collections.Concurrent;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Tensors;

namespace Granary.Grains.Placement;

/// <summary>The grains of jobs that work on this silo: slices, buckets and workers, with the generation each was assigned in.</summary>
internal sealed class HeldGrains
{
    private readonly ConcurrentDictionary<string, (string JobId, long Generation, Func<Task> Release)> _grains = new();

    /// <summary>The jobs they belong to.</summary>
    public string[] Jobs => [.. _grains.Values.Select(g => g.JobId).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>How many of them are workers.</summary>
    public int Workers => _grains.Keys.Count(GrainKeys.IsWorker);

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => _grains.IsEmpty;

    /// <summary>Adds a grain.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="jobId">Its job.</param>
    /// <param name="generation">Its generation.</param>
    /// <param name="release">Has it forget all it has.</param>
    public void Add(string key, string jobId, long generation, Func<Task> release) => _grains[key] = (jobId, generation, release);

    /// <summary>Removes a grain. With the last one goes the memory that was kept for messages.</summary>
    public void Remove(string key)
    {
        if (_grains.TryRemove(key, out _) && _grains.IsEmpty)
        {
            TensorPool.Clear();
        }
    }

    /// <summary>Releases what belongs to a job's generations before one.</summary>
    /// <returns>How many grains that were.</returns>
    public async Task<int> ReleaseBefore(string jobId, long generation)
    {
        Task[] released = [.. _grains.Values.Where(g => g.JobId == jobId && g.Generation < generation).Select(g => g.Release())];
        await Task.WhenAll(released);
        return released.Length;
    }
}

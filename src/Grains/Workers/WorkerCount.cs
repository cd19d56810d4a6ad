using System.Collections.Concurrent;

namespace Granary.Grains.Workers;

/// <summary>The workers on this silo, by the keys of their grains.</summary>
internal sealed class WorkerCount
{
    private readonly ConcurrentDictionary<string, bool> _keys = new();

    public int Count => _keys.Count;

    public void Add(string key) => _keys[key] = true;

    public void Remove(string key) => _keys.TryRemove(key, out _);
}

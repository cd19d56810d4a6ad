using System.Collections.Concurrent;

namespace Granary.Grains.Layers;

/// <summary>The slices on this silo, by the keys of their grains, so that workers of the same silo reach them directly.</summary>
internal sealed class SliceRegistry
{
    private readonly ConcurrentDictionary<string, LayerSlice> _slices = new();

    /// <summary>All slices now.</summary>
    public ICollection<LayerSlice> Slices => _slices.Values;

    public LayerSlice? Find(string key) => _slices.GetValueOrDefault(key);

    public void Add(string key, LayerSlice slice) => _slices[key] = slice;

    public void Remove(string key) => _slices.TryRemove(key, out _);
}

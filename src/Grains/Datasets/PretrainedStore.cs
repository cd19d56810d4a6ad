using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Roots;
using Granary.Models;

namespace Granary.Grains.Datasets;

/// <summary>The layers that jobs begin with, as a silo has read them. The last file stays while somebody uses it, for the slices that are made one after the other.</summary>
/// <param name="roots">Which files the silo reads.</param>
internal sealed class PretrainedStore(DataRoots roots)
{
    private readonly Lock _gate = new();
    private readonly WeakReference<PretrainedLayers?> _last = new(null);
    private string? _lastPath;

    /// <summary>Reads a file, unless it was read a moment before. It blocks for as long as the disk takes.</summary>
    /// <param name="from">The file, and where it is known its hash.</param>
    /// <exception cref="ModelException">It cannot be read, or is another one than when the job was submitted.</exception>
    public PretrainedLayers Get(FromSpec from)
    {
        if (roots.WhyNot(from.Path) is { } why)
        {
            throw new ModelException($"{from.Path}: {why}");
        }

        lock (_gate)
        {
            if (_lastPath != from.Path || !_last.TryGetTarget(out var layers) || layers.Sha256 != from.Sha256)
            {
                layers = PretrainedLayers.Load(from.Path);
                _lastPath = from.Path;
                _last.SetTarget(layers);
            }

            return from.Sha256 is null || layers.Sha256 == from.Sha256
                ? layers
                : throw new ModelException(
                    $"{from.Path} is another file than when the job was submitted: found the SHA-256 {layers.Sha256}, expected {from.Sha256}. "
                    + "Have the same file on all silos, and leave it as it is while a job begins with it.");
        }
    }
}

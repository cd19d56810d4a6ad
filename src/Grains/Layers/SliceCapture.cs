using Granary.Formulas.Functions;
using Granary.Grains.Checkpoints;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Checkpoints;
using Granary.Numerics.Memory;

namespace Granary.Grains.Layers;

/// <summary>
/// A slice's part of a checkpoint: a copy set aside at one version, and its way to the store while training goes on. The memory
/// of the copy is kept for the next.
/// </summary>
internal sealed class SliceCapture(CheckpointStore store)
{
    private AlignedBuffer[] _copy = [];
    private Task<CheckpointEntry>? _written;
    private long _version = -1;

    /// <summary>Copies a slice and begins to write the copy.</summary>
    /// <param name="slice">Which slice of which version.</param>
    /// <param name="arrays">What to keep of it.</param>
    /// <exception cref="RefusedException">The copy before is still being written.</exception>
    public async ValueTask Begin(SliceVersion slice, IReadOnlyList<AlignedBuffer> arrays)
    {
        if (_written is { IsCompleted: false })
        {
            throw new RefusedException($"The checkpoint of version {_version} is still being written.");
        }

        _version = slice.Version;
        var isFinite = await Task.Run(() =>
        {
            Copy(arrays);
            return FiniteNumbers.AreAll(_copy[0].Span);
        });

        // The losses of a step tell of the weights before it. Written, these might take the place of the last good ones.
        _written = isFinite ? store.WriteInTurn(slice, _copy) : Task.FromException<CheckpointEntry>(new CheckpointException(
            $"The checkpoint of step {slice.Version} was not written: layer {slice.Layer + 1}, slice {slice.Slice + 1} has weights that are not "
            + "finite numbers."));
    }

    /// <summary>The file, when it is written.</summary>
    /// <param name="version">The version that was captured.</param>
    /// <exception cref="CheckpointException">It could not be written, or weights are not finite numbers.</exception>
    public Task<CheckpointEntry> Written(long version) => _written is not null && version == _version
        ? _written
        : throw new RefusedException($"Version {version} was not captured, the last one was {_version}.");

    private void Copy(IReadOnlyList<AlignedBuffer> arrays)
    {
        if (_copy.Length != arrays.Count)
        {
            _copy = [.. arrays.Select(a => new AlignedBuffer(a.Length))];
        }

        for (var a = 0; a < _copy.Length; a++)
        {
            arrays[a].Span.CopyTo(_copy[a].Span);
        }
    }
}

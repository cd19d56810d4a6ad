using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Tensors;
using Granary.Numerics.Memory;

namespace Granary.Grains.Layers;

/// <summary>
/// The memory of a slice's published weights, which are read without a lock, and by messages that Orleans serializes at a moment nobody
/// sees. So a version is written into the buffer of the version three before: its readers have all sent gradients made from later
/// versions. Where all readers are local, each has finished with the weights when it hands in its gradient, and one buffer is enough.
/// </summary>
internal sealed class WeightBuffers
{
    /// <summary>How many buffers there are where readers are on other silos.</summary>
    public const int WithRemoteReaders = 3;

    private readonly AlignedBuffer[] _buffers;
    private readonly TensorBlock[] _blocks;
    private readonly bool _isShared;
    private readonly WireName _wire;

    // Buffers that somebody may read for ever; a new one is made before the next version is written there.
    private readonly bool[] _isGivenUp;

    /// <summary>Makes the buffers.</summary>
    /// <param name="length">Floats of a buffer.</param>
    /// <param name="readersAreLocal">Whether all readers are on this silo.</param>
    /// <param name="isShared">Whether other silos of this machine read the same memory.</param>
    /// <param name="wire">How the weights are sent.</param>
    public WeightBuffers(int length, bool readersAreLocal, bool isShared, WireName wire)
    {
        _isShared = isShared;
        _wire = wire;
        _buffers = TensorMemory.Allocate(readersAreLocal ? 1 : WithRemoteReaders, length, isShared);
        _blocks = Array.ConvertAll(_buffers, buffer => TensorMemory.Block(buffer, wire));
        _isGivenUp = new bool[_buffers.Length];
    }

    /// <summary>Whether a version stays when the next one is written.</summary>
    public bool KeepVersions => _buffers.Length == WithRemoteReaders;

    /// <summary>The buffer of a version.</summary>
    public AlignedBuffer this[long version] => _buffers[version % _buffers.Length];

    /// <summary>The buffer of a version, to be sent.</summary>
    public TensorBlock Block(long version) => _blocks[version % _buffers.Length];

    /// <summary>Leaves the buffer of a version to whoever reads it: it is never written again.</summary>
    public void GiveUp(long version) => _isGivenUp[version % _buffers.Length] = true;

    /// <summary>The buffer of a version that is about to be written, a new one where the old one was given up.</summary>
    public AlignedBuffer ToWrite(long version)
    {
        var buffer = version % _buffers.Length;
        if (_isGivenUp[buffer])
        {
            _buffers[buffer] = TensorMemory.Allocate(1, _buffers[buffer].Length, _isShared)[0];
            _blocks[buffer] = TensorMemory.Block(_buffers[buffer], _wire);
            _isGivenUp[buffer] = false;
        }

        return _buffers[buffer];
    }
}

using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Tensors;
using Granary.Numerics.Memory;

namespace Granary.Grains.Layers;

/// <summary>
/// The memory of a slice's published weights, which are read without a lock, and by messages that Orleans serializes at a moment nobody
/// sees. So a version is written into the place of the version three before: its readers have all sent gradients made from later
/// versions. Where all readers are local, each has finished with the weights when it hands in its gradient, and one place is enough.
/// </summary>
internal sealed class WeightPlaces
{
    /// <summary>How many places there are where readers are on other silos.</summary>
    public const int WithRemoteReaders = 3;

    private readonly AlignedBuffer[] _places;
    private readonly TensorBlock[] _blocks;
    private readonly bool _isShared;
    private readonly WireName _wire;

    // Places that somebody may read for ever; a new one is made before the next version is written there.
    private readonly bool[] _isGivenUp;

    /// <summary>Makes the places.</summary>
    /// <param name="length">Floats of a place.</param>
    /// <param name="readersAreLocal">Whether all readers are on this silo.</param>
    /// <param name="isShared">Whether other silos of this machine read the same memory.</param>
    /// <param name="wire">How the weights are sent.</param>
    public WeightPlaces(int length, bool readersAreLocal, bool isShared, WireName wire)
    {
        _isShared = isShared;
        _wire = wire;
        _places = TensorMemory.Allocate(readersAreLocal ? 1 : WithRemoteReaders, length, isShared);
        _blocks = Array.ConvertAll(_places, place => TensorMemory.Block(place, wire));
        _isGivenUp = new bool[_places.Length];
    }

    /// <summary>Whether a version stays when the next one is written.</summary>
    public bool KeepVersions => _places.Length == WithRemoteReaders;

    /// <summary>The place of a version.</summary>
    public AlignedBuffer this[long version] => _places[version % _places.Length];

    /// <summary>The place of a version, to be sent.</summary>
    public TensorBlock Block(long version) => _blocks[version % _places.Length];

    /// <summary>Leaves the place of a version to whoever reads it: it is never written again.</summary>
    public void GiveUp(long version) => _isGivenUp[version % _places.Length] = true;

    /// <summary>The place of a version that is about to be written, a new one where the old one was given up.</summary>
    public AlignedBuffer ToWrite(long version)
    {
        var place = version % _places.Length;
        if (_isGivenUp[place])
        {
            _places[place] = TensorMemory.Allocate(1, _places[place].Length, _isShared)[0];
            _blocks[place] = TensorMemory.Block(_places[place], _wire);
            _isGivenUp[place] = false;
        }

        return _places[place];
    }
}

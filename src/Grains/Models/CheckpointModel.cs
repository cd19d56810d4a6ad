using System.Security.Cryptography;
using Granary.Grains.Checkpoints;
using Granary.Grains.Interfaces.Checkpoints;
using Granary.Models.Descriptions;
using Granary.Models.Formats;
using Granary.Numerics.Layers;
using Granary.Numerics.Networks;
using Granary.Numerics.Sharding;
using Granary.Numerics.Slicing;

namespace Granary.Grains.Models;

/// <summary>
/// The model that a checkpoint holds, as a safetensors file would have it: the parts of the slices' files that are parameters, in another
/// order, behind a header. Nothing is copied for it.
/// </summary>
internal sealed class CheckpointModel
{
    private readonly CheckpointStore _store;
    private readonly WireFormat _wire;
    private readonly NetworkShape _network;
    private readonly SliceShape[][] _shapes;
    private readonly Dictionary<(int Layer, int Slice), (string Path, long First)> _files = [];

    /// <summary>Finds the parameters of a checkpoint.</summary>
    /// <param name="store">Where its files are.</param>
    /// <param name="network">The network.</param>
    /// <param name="cut">How its layers are cut.</param>
    /// <param name="wire">Of what the weights are made: where they are rounded, checkpoints have them as they are before.</param>
    /// <param name="manifest">The checkpoint.</param>
    /// <exception cref="CheckpointException">A file is not there, or another one.</exception>
    public CheckpointModel(CheckpointStore store, NetworkShape network, SliceCut cut, WireFormat wire, CheckpointManifest manifest)
    {
        (_store, _network, _wire) = (store, network, wire);
        _shapes = SlicePlan.Cut(network, cut);
        foreach (var entry in manifest.Entries)
        {
            _files.Add((entry.Layer, entry.Slice), store.FindNumbers(entry));
        }
    }

    /// <summary>The hash of the weights, as <see cref="WeightsHash"/> says.</summary>
    /// <exception cref="CheckpointException">A file cannot be read.</exception>
    public string HashWeights()
    {
        var weights = new FilePieces();
        for (var l = 0; l < _shapes.Length; l++)
        {
            foreach (var tensor in _network.Layers[l].Tensors)
            {
                Add(weights, l, tensor);
            }
        }

        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            weights.ReadAll(bytes => hash.AppendData(bytes.Span));
            return WeightsHash.Prefix + Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"A checkpoint in {_store.Root} cannot be read: {e.Message}");
        }
    }

    /// <summary>The whole file.</summary>
    /// <param name="description">What goes into its header.</param>
    public FilePieces ToFile(ModelDescription description)
    {
        var file = new FilePieces();
        file.Add(Safetensors.HeaderOf(description));
        foreach (var tensor in ModelTensors.Of(description.Network))
        {
            var (layer, kind) = ModelTensors.Find(tensor.Name);
            Add(file, layer, kind);
        }

        return file;
    }

    private void Add(FilePieces pieces, int layer, LayerTensor tensor)
    {
        foreach (var shape in _shapes[layer])
        {
            var (path, first) = _files[(layer, shape.Index)];
            var (from, count) = shape.RangeOf(tensor);
            pieces.Add(path, first + ((long)from * sizeof(float)), (long)count * sizeof(float), areRounded: _wire == WireFormat.Bfloat16);
        }
    }
}

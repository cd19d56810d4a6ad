using System.Runtime.InteropServices;
using Granary.Files;
using Granary.Models.Descriptions;
using Granary.Models.Formats;
using Granary.Models.Predictions;
using Granary.Numerics.Networks;

namespace Granary.Models;

/// <summary>A trained network with all that is needed to use it: how raw rows become features, its weights, and what its outputs stand for.</summary>
public sealed class Model : IDisposable
{
    private readonly Dictionary<string, int> _columns;
    private RowPredictor? _single;
    private readonly OutputMeaning _meaning;

    /// <summary>Makes a model.</summary>
    /// <param name="description">All but its weights.</param>
    /// <param name="weights">Its weights.</param>
    public Model(ModelDescription description, NetworkWeights weights)
    {
        (Description, Weights) = (description, weights);
        _columns = description.Encodings.Columns.Select((column, c) => (column.Column, c)).ToDictionary(p => p.Column, p => p.c);
        _single = new RowPredictor(weights, 1);
        _meaning = new OutputMeaning(description.Encodings.Targets);
    }

    /// <summary>All but its weights.</summary>
    public ModelDescription Description { get; }

    /// <summary>Its weights.</summary>
    public NetworkWeights Weights { get; }

    /// <summary>Reads a model from a file that Granary has written.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelException">It cannot be read, or holds no model.</exception>
    public static Model Load(string path) => ModelFile.Read(path);

    /// <summary>Writes the model to a file, which is whole or not there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">Its format.</param>
    /// <param name="replaces">Whether it may take the place of one that is there.</param>
    /// <exception cref="ModelException">The format cannot hold it; the message says why.</exception>
    /// <exception cref="IOException">It cannot be written, or is there and may not be replaced.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Save(string path, ModelFormat format = ModelFormat.Safetensors, bool replaces = true) =>
        OutputFile.Write(path, replaces, file => ModelFile.Write(file, this, format));

    /// <summary>A row to be filled and predicted.</summary>
    public ModelRow NewRow() => new(Description.Encodings, _columns);

    /// <summary>Predicts a row. Several threads may predict at once, each its own row.</summary>
    /// <param name="row">One of <see cref="NewRow"/>.</param>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    public Prediction Predict(ModelRow row)
    {
        var predictor = _single;
        ObjectDisposedException.ThrowIf(predictor is null, this);
        return predictor.Predict(row, _meaning);
    }

    /// <summary>Has nothing be predicted any more, and gives up the memory for it.</summary>
    public void Dispose() => _single = null;

    /// <summary>The numbers of one of <see cref="ModelTensors"/>.</summary>
    internal Span<float> Tensor(string name)
    {
        var (layer, isWeight) = ModelTensors.Find(name);
        return isWeight ? Weights.Weights(layer) : Weights.Biases(layer);
    }

    /// <summary>As <see cref="Tensor"/>, in bytes.</summary>
    internal Span<byte> TensorBytes(string name) => MemoryMarshal.AsBytes(Tensor(name));
}

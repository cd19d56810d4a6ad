using Granary.Data.Sources;
using Granary.Files;
using Granary.Models.Descriptions;
using Granary.Models.Evaluation;
using Granary.Models.Predictions;
using Granary.Numerics.Datasets;
using Granary.Numerics.Networks;

namespace Granary.Models;

/// <summary>A trained network with all that is needed to use it: how raw rows become features, its weights, and what its outputs stand for.</summary>
public sealed class Model : IDisposable
{
    private const int RowsAtOnce = 64;

    // From so many rows on, packing the weights costs less than it saves.
    private const int FewRows = 8;

    private readonly Dictionary<string, int> _columns;
    private RowPredictor? _single;
    private RowPredictor? _several;
    private readonly OutputMeaning _meaning;

    /// <summary>Makes a model.</summary>
    /// <param name="content">All that it consists of.</param>
    public Model(ModelContent content)
    {
        Content = content;
        var encodings = content.Description.Encodings;
        _columns = encodings.Columns.Select((column, c) => (column.Column, c)).ToDictionary(p => p.Column, p => p.c);
        _single = new RowPredictor(content.Weights, 1);
        _several = new RowPredictor(content.Weights, RowsAtOnce);
        _meaning = new OutputMeaning(encodings.Targets);
    }

    /// <summary>All that it consists of.</summary>
    public ModelContent Content { get; }

    /// <summary>All but its weights.</summary>
    public ModelDescription Description => Content.Description;

    /// <summary>Its weights.</summary>
    public NetworkWeights Weights => Content.Weights;

    /// <summary>The hash of its weights, by which two models are compared.</summary>
    public string WeightsHash => Weights.Hash;

    /// <summary>What it predicts.</summary>
    public PredictionKind Kind => _meaning.Kind switch
    {
        TargetKind.Classes => PredictionKind.Classes,
        TargetKind.MultiLabel => PredictionKind.YesNo,
        _ => PredictionKind.Values,
    };

    /// <summary>The classes, the questions of yes and no, or the values that it predicts.</summary>
    public IReadOnlyList<string> Names => _meaning.Names;

    /// <summary>Reads a model from a file that Granary has written.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelException">It cannot be read, or holds no model.</exception>
    public static Model Load(string path) => new(ModelFile.Read(path));

    /// <summary>Writes the model to a file, which is whole or not there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">Its format.</param>
    /// <param name="replaces">Whether it may take the place of one that is there.</param>
    /// <exception cref="ModelException">The format cannot hold it; the message says why.</exception>
    /// <exception cref="IOException">It cannot be written, or is there and may not be replaced.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Save(string path, ModelFormat format = ModelFormat.Safetensors, bool replaces = true) =>
        OutputFile.Write(path, replaces, file => ModelFile.Write(file, Content, format));

    /// <summary>Writes the model to a stream.</summary>
    /// <param name="stream">The stream, which stays open.</param>
    /// <param name="format">The format.</param>
    /// <exception cref="ModelException">The format cannot hold it; the message says why.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(Stream stream, ModelFormat format = ModelFormat.Safetensors) => ModelFile.Write(stream, Content, format);

    /// <summary>A row to be filled and predicted.</summary>
    public ModelRow NewRow() => new(Description.Encodings, _columns);

    /// <summary>Predicts a row. Several threads may predict at once, each its own row.</summary>
    /// <param name="row">One of <see cref="NewRow"/>.</param>
    /// <exception cref="ArgumentException">A value is missing that may not be.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    public Prediction Predict(ModelRow row)
    {
        var predictor = _single;
        ObjectDisposedException.ThrowIf(predictor is null, this);
        return predictor.Predict(row, _meaning);
    }

    /// <summary>Predicts rows. Each has the same bits as when it is predicted alone. Several threads may predict at once, each its own rows.</summary>
    /// <param name="rows">Some of <see cref="NewRow"/>.</param>
    /// <exception cref="ArgumentException">A value is missing that may not be.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed of.</exception>
    public IReadOnlyList<Prediction> Predict(IReadOnlyList<ModelRow> rows)
    {
        if (rows.Count < FewRows)
        {
            return [.. rows.Select(Predict)];
        }

        var predictor = _several;
        ObjectDisposedException.ThrowIf(predictor is null, this);
        return predictor.Predict(rows, _meaning);
    }

    /// <summary>Gets ready to predict the rows of sources, as tables.</summary>
    /// <param name="request">How to predict.</param>
    public SourcePrediction ForSources(PredictionRequest request) => new(Content, request);

    /// <summary>Predicts the rows of a source and compares with their labels.</summary>
    /// <param name="source">The rows, with labels.</param>
    /// <param name="request">How to predict.</param>
    /// <exception cref="Data.Faults.DataException">The source cannot be read or does not fit; all faults are listed.</exception>
    public EvaluationResult Evaluate(DataSource source, PredictionRequest request) => SourceEvaluation.Run(Content, source, request);

    /// <summary>Has nothing be predicted any more, and gives up the memory for it.</summary>
    public void Dispose() => (_single, _several) = (null, null);
}

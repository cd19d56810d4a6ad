using Granary.Data.Columns;
using Granary.Data.Faults;
using Granary.Data.Sources;
using Granary.Data.Splits;
using Granary.Data.Tables;
using Granary.Data.Targets;
using Granary.Numerics.Datasets;

namespace Granary.Data;

/// <summary>The rows a job trains on and those it is tested on.</summary>
public sealed class TrainingData
{
    /// <summary>Puts together what was read before.</summary>
    /// <param name="encodings">How rows become features and targets.</param>
    /// <param name="notes">What a user should know about how the training source was read.</param>
    /// <param name="train">The training rows.</param>
    /// <param name="validation">The validation rows; null for none.</param>
    /// <param name="test">The test rows; null for none.</param>
    /// <param name="hash">Their <see cref="Hash"/>.</param>
    public TrainingData(DataEncodings encodings, IReadOnlyList<string> notes, Dataset train, Dataset? validation, Dataset? test, string hash) =>
        (Encodings, Notes, Train, Validation, Test, Hash) = (encodings, notes, train, validation, test, hash);

    /// <summary>The training rows, in the order of their file.</summary>
    public Dataset Train { get; }

    /// <summary>The rows on which a job is evaluated while it is trained, in the order of their file; null when none were asked for.</summary>
    public Dataset? Validation { get; }

    /// <summary>The test rows, in the order of their file; null when none were asked for.</summary>
    public Dataset? Test { get; }

    /// <summary>
    /// The SHA-256 of all features, as they were encoded, and all targets, in hexadecimal digits: the same where training would go the same
    /// way.
    /// </summary>
    public string Hash { get; }

    /// <summary>
    /// What a user should know about how the training source was read: guesses that are not the usual ones, and columns left out.
    /// </summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>The columns that nothing is learned from, although nobody said so.</summary>
    internal IReadOnlyList<IgnoredColumn> Ignored { get; init; } = [];

    /// <summary>How rows become features and targets.</summary>
    public DataEncodings Encodings { get; }

    /// <summary>Reads the data of a request. The same files and request give the same bits on every machine.</summary>
    /// <param name="request">What to read.</param>
    /// <exception cref="DataException">Something is wrong with the request or the files; all faults are listed.</exception>
    public static TrainingData Load(DataRequest request) => LoadTable(request).Data;

    /// <summary>As <see cref="Load"/>, with the table that the training rows come from.</summary>
    internal static (TrainingData Data, Table Table, ColumnChoice Choice) LoadTable(DataRequest request)
    {
        var faults = new FaultList();
        TableReader.Check(request, faults);
        faults.ThrowIfAny();

        var train = TableReader.ReadTraining(request, faults);
        var choice = train is null || faults.Count > 0
            ? null
            : ColumnChoice.Of(train.Without(request.Weight), request.Columns, request.ScalingOfNumbers, request.Features is not null, faults);
        var layout = choice is null ? null : new TrainingLayout(request.Train is TableSource, choice.Plans, request.Labels, train!.Dialect)
        {
            NumberLabels = TargetChoice.NumbersAmong(train.Labels, request.Columns),
            Known = request.Features is null ? train.AllNames : null,
            Csv = request.Csv,
        };
        var validation = ReadOther(request.Validation);
        var test = ReadOther(request.Test);
        faults.ThrowIfAny();

        var fitted = FittedTable.Fit(request, train!, choice!, validation, test, faults);
        faults.ThrowIfAny();
        var encodings = new DataEncodings(layout!, fitted!.Encodings, fitted.Targets);
        var hash = DataHash.Of(new[] { fitted.Train, fitted.Validation, fitted.Test }.OfType<Dataset>());
        var data = new TrainingData(encodings, fitted.Notes, fitted.Train, fitted.Validation, fitted.Test, hash) { Ignored = fitted.Ignored };
        return (data, train!, choice!);

        Table? ReadOther(OtherRows? rows) => rows is OtherSource { Source: var source } ? TableReader.ReadOther(source, request, layout, faults) : null;
    }
}

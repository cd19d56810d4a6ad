using Granary.Data.Csv;
using Granary.Data.Csv.Dialects;
using Granary.Data.Faults;
using Granary.Data.Arrays;
using Granary.Data.Sources;
using Granary.Data.Tables;

namespace Granary.Data;

/// <summary>Reads the sources of a request.</summary>
internal static class TableReader
{
    /// <summary>Finds what a request lacks or has too much, before any file is read.</summary>
    public static void Check(DataRequest request, FaultList faults)
    {
        switch (request.Train)
        {
            case CsvSource csv when request.Label is null:
                faults.Add(csv.Path, "The label's column is not given: a CSV source needs its name.");
                break;
            case ArraySource arrays when request.Features is not null:
                faults.Add(arrays.Images, "Arrays have no named columns: leave out the list of features.");
                break;
        }

        if (request.Test is TestSource { Source: var test })
        {
            CheckKind(test, request, faults);
        }
    }

    /// <summary>Finds out whether a source is of the training source's kind.</summary>
    public static void CheckKind(DataSource source, DataRequest request, FaultList faults)
    {
        if (source.GetType() != request.Train.GetType())
        {
            var (file, found) = source is ArraySource arrays ? (arrays.Images, "array") : (((CsvSource)source).Path, "CSV");
            faults.Add(file, $"Found {found} data, but the training data are not: expected both in the same format.");
        }
    }

    /// <summary>Reads the training source.</summary>
    public static Table? ReadTraining(DataRequest request, FaultList faults)
    {
        if (request.Train is ArraySource arrays)
        {
            return ArrayTableReader.Read(arrays, request.Label, withLabels: true, faults);
        }

        var path = ((CsvSource)request.Train).Path;
        var layout = new CsvLayout(request.Label, request.Features, OthersAllowed: true);
        return DialectGuess.Of(path, request.Csv, request.Label, faults) is { } dialect
            ? CsvTableReader.Read(path, dialect, layout, faults)
            : null;
    }

    /// <summary>Reads a source of the training source's kind that must have the same columns.</summary>
    /// <param name="source">The source.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="train">How the training source was read, or null when it could not be.</param>
    /// <param name="withLabels">Whether labels are read; without, columns that are not features do not matter.</param>
    /// <param name="faults">Receives what is wrong.</param>
    public static Table? ReadLikeTraining(
        DataSource source, DataRequest request, TrainingLayout? train, bool withLabels, FaultList faults)
    {
        if (source is ArraySource arrays)
        {
            var table = ArrayTableReader.Read(arrays, request.Label, withLabels, faults);
            CheckRowLength(table, train?.FeatureNames, faults);
            return table;
        }

        var path = ((CsvSource)source).Path;
        var othersAllowed = !withLabels || request.Features is not null || train is null;
        var layout = new CsvLayout(withLabels ? request.Label : null, train?.FeatureNames ?? request.Features, othersAllowed);
        return (train?.Dialect ?? DialectGuess.Of(path, request.Csv, request.Label, faults)) is { } dialect
            ? CsvTableReader.Read(path, dialect, layout, faults)
            : null;
    }

    private static void CheckRowLength(Table? table, IReadOnlyList<string>? featureNames, FaultList faults)
    {
        if (table is not null && featureNames is not null && table.FeatureNames.Count != featureNames.Count)
        {
            faults.Add(table.File, $"Found {table.FeatureNames.Count} features in a row, expected {featureNames.Count} "
                + "as in the training data.");
        }
    }
}

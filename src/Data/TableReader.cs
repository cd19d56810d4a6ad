using Granary.Data.Arrays;
using Granary.Data.Columns;
using Granary.Data.Csv.Dialects;
using Granary.Data.Faults;
using Granary.Data.Records;
using Granary.Data.Sources;
using Granary.Data.Splits;
using Granary.Data.Tables;
using Granary.Data.Targets;

namespace Granary.Data;

/// <summary>Reads the sources of a request.</summary>
internal static class TableReader
{
    /// <summary>Finds what a request lacks or has too much, before any file is read.</summary>
    public static void Check(DataRequest request, FaultList faults)
    {
        switch (request.Train)
        {
            case TableSource csv when request.Labels.Count == 0:
                faults.Add(csv.Path, "The label's column is not given: a table needs its name.");
                break;
            case ArraySource arrays when request.Weight is not null:
                faults.Add(arrays.Images, "Arrays have no named columns: leave out the column of weights.");
                break;
            case ArraySource arrays when request.Features is not null:
                faults.Add(arrays.Images, "Arrays have no named columns: leave out the list of features.");
                break;
        }

        foreach (var other in new[] { request.Validation, request.Test }.OfType<OtherSource>())
        {
            CheckKind(other.Source, request.Train is TableSource, faults);
        }
    }

    /// <summary>Finds out whether a source is of the training source's kind.</summary>
    public static void CheckKind(DataSource source, TrainingLayout train, FaultList faults) => CheckKind(source, train.IsTable, faults);

    /// <summary>Reads the training source.</summary>
    public static Table? ReadTraining(DataRequest request, FaultList faults) => ReadFirst(request.Train, request, faults);

    /// <summary>Reads a source of rows that are not trained on.</summary>
    /// <param name="source">The source.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="train">How the training source was read; null when it could not be, and this one is read to find its faults.</param>
    /// <param name="faults">Receives what is wrong.</param>
    public static Table? ReadOther(DataSource source, DataRequest request, TrainingLayout? train, FaultList faults) => train is null
        ? ReadFirst(source, request with { Validation = null, Test = null, Weight = null }, faults)
        : ReadLikeTraining(source, train, withLabels: true, faults);

    /// <summary>Reads a source of the training source's kind that must have the same columns.</summary>
    /// <param name="source">The source.</param>
    /// <param name="train">How the training source was read.</param>
    /// <param name="withLabels">Whether labels are read; without, columns that are not features do not matter.</param>
    /// <param name="faults">Receives what is wrong.</param>
    public static Table? ReadLikeTraining(DataSource source, TrainingLayout train, bool withLabels, FaultList faults)
    {
        if (source is ArraySource arrays)
        {
            var table = ArrayTableReader.Read(arrays, train.Labels.FirstOrDefault(), withLabels, faults);
            CheckRowLength(table, train, faults);
            return table;
        }

        var layout = LayoutOf(train, withLabels);
        return LookLikeTraining(source, train, faults)?.ReadTable(layout, faults);
    }

    /// <summary>As <see cref="ReadLikeTraining"/>, block by block.</summary>
    /// <param name="source">The source.</param>
    /// <param name="train">How the training source was read.</param>
    /// <param name="request">What is wanted of it.</param>
    /// <param name="faults">Receives what is wrong.</param>
    /// <param name="take">Takes the blocks. Faults may have been added.</param>
    public static void ReadBlocks(DataSource source, TrainingLayout train, BlockRequest request, FaultList faults, Action<Table> take)
    {
        if (source is ArraySource arrays)
        {
            ArrayTableReader.ReadBlocks(arrays, train.Labels.FirstOrDefault(), request, faults, table =>
            {
                CheckRowLength(table, train, faults);
                take(table);
            });
            return;
        }

        var layout = LayoutOf(train, request.WithLabels) with { Known = null, Kept = request.Kept };
        LookLikeTraining(source, train, faults)?.Read(faults, records => RecordTableReader.ReadBlocks(records, layout, faults, request.Rows, take));
    }

    /// <summary>The names of a table's columns; empty after faults were added.</summary>
    public static string[] ReadNames(TableSource source, CsvOptions options, FaultList faults) =>
        TableFile.Look(source.Path, options, null, null, faults)?.File.Read(faults, records => new TableHeader(records, faults).Names.ToArray()) ?? [];

    // As nothing else is known yet, it is looked at first.
    private static Table? ReadFirst(DataSource source, DataRequest request, FaultList faults)
    {
        if (source is ArraySource arrays)
        {
            return ArrayTableReader.Read(arrays, request.Labels.FirstOrDefault(), withLabels: true, faults);
        }

        if (TableFile.Look(((TableSource)source).Path, request.Csv, request.Labels.FirstOrDefault(), null, faults) is not var (file, sampled))
        {
            return null;
        }

        var layout = new RecordLayout(request.Labels, request.Features, (name, field) => FirstReading(name, field, sampled, request))
        {
            IsNumberLabel = (name, field) => TargetChoice.MayBeNumber(name, request.Columns)
                && field < sampled.Length && sampled[field].IsNumber,
            HeldOutBy = request.SplitColumn,
            Weight = request.Weight,
            Mentioned = [.. request.Columns.Keys],
        };
        return file.ReadTable(layout, faults);
    }

    private static ColumnReading? FirstReading(string name, int field, SampledColumn[] columns, DataRequest request)
    {
        if (name == request.Weight)
        {
            return new ColumnReading(true, 0, MissingIsFault: true, 0);
        }

        var options = request.Columns.GetValueOrDefault(name, ColumnOptions.None);
        var sampled = field < columns.Length ? columns[field] : default;
        var isMeasured = (options.Scaling ?? request.ScalingOfNumbers).IsMeasured;
        var number = new ColumnReading(true, isMeasured ? sampled.Shift : 0, options.Missing == MissingPolicy.Refuse, 0);
        return options.Type switch
        {
            ColumnType.Ignore => null,
            ColumnType.Number => number,
            null when sampled.IsNumber => number,
            null when !sampled.IsDate => ColumnReading.AnyText with { MostTexts = ColumnReading.MostCategories },
            ColumnType.Category => ColumnReading.AnyText with { MostTexts = ColumnReading.MostCategories },
            _ => ColumnReading.AnyText,
        };
    }

    private static void CheckKind(DataSource source, bool isTable, FaultList faults)
    {
        if (source is TableSource != isTable)
        {
            var (file, found) = source is ArraySource arrays ? (arrays.Images, "array") : (((TableSource)source).Path, "table");
            faults.Add(file, $"Found {found} data, but the training data are not: expected both in the same format.");
        }
    }

    private static TableFile? LookLikeTraining(DataSource source, TrainingLayout train, FaultList faults) =>
        TableFile.Look(((TableSource)source).Path, train.Csv, train.Labels.FirstOrDefault(), train.Dialect, faults)?.File;

    private static RecordLayout LayoutOf(TrainingLayout train, bool withLabels)
    {
        var readings = train.Plans.ToDictionary(p => p.Name, p => p.Reading);
        return new RecordLayout(withLabels ? train.Labels : [], [.. train.Plans.Select(p => p.Name)], (name, _) => readings[name])
        {
            IsNumberLabel = (name, _) => train.NumberLabels.Contains(name),
            Known = withLabels ? train.Known : null,
        };
    }

    private static void CheckRowLength(Table? table, TrainingLayout? train, FaultList faults)
    {
        if (table is not null && train is not null && table.Columns.Count != train.Plans.Count)
        {
            faults.Add(table.File, $"Found {table.Columns.Count} features in a row, expected {train.Plans.Count} as in the training data.");
        }
    }
}

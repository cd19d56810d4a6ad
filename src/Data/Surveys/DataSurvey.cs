using System.Globalization;
using Granary.Data.Columns;
using Granary.Data.Csv.Dialects;
using Granary.Data.Encodings;
using Granary.Data.Faults;
using Granary.Data.Sources;
using Granary.Data.Tables;
using Granary.Data.Values;
using Granary.Numerics.Datasets;

namespace Granary.Data.Surveys;

/// <summary>A look at a table before there is a job for it.</summary>
public sealed class DataSurvey
{
    private const int MostTexts = 3;

    private readonly TrainingData _data;

    private DataSurvey(TrainingData data, int rows, CsvOptions csv, IReadOnlyList<ColumnFacts> columns)
    {
        _data = data;
        Rows = rows;
        Csv = csv;
        Columns = columns;
    }

    /// <summary>What a user should know about how it was read.</summary>
    public IReadOnlyList<string> Notes => _data.Notes;

    /// <summary>Features of a row.</summary>
    public int Features => _data.Train.FeatureCount;

    /// <summary>Rows that a job would train on.</summary>
    public int TrainRows => _data.Train.Rows;

    /// <summary>The classes with the number of their training rows, in the order of the outputs; empty for other targets.</summary>
    public IReadOnlyList<(string Name, int Rows)> Classes =>
        [.. _data.Train.ClassNames.Select((name, c) => (name, _data.Train.Labels.Count(c)))];

    /// <summary>The numbers to predict; empty for other targets.</summary>
    public IReadOnlyList<string> Values => NamesOf(TargetKind.Values);

    /// <summary>The labels of yes or no; empty for other targets.</summary>
    public IReadOnlyList<string> YesNo => NamesOf(TargetKind.MultiLabel);

    /// <summary>Rows of the source.</summary>
    public int Rows { get; }

    /// <summary>For CSV how it writes a table, where that is not the usual way.</summary>
    public CsvOptions Csv { get; }

    /// <summary>The columns but the labels, in the order of the features; those that are ignored come last.</summary>
    public IReadOnlyList<ColumnFacts> Columns { get; }

    /// <summary>The names of a source's columns, in the order of the file.</summary>
    /// <exception cref="DataException">The source cannot be read.</exception>
    public static IReadOnlyList<string> ColumnNames(TableSource source, CsvOptions csv)
    {
        var faults = new FaultList();
        var names = TableReader.ReadNames(source, csv, faults);
        faults.ThrowIfAny();
        return names;
    }

    /// <summary>Reads a source and describes its columns.</summary>
    /// <param name="request">What would be asked for.</param>
    /// <exception cref="DataException">Something is wrong with the request or the source; all faults are listed.</exception>
    public static DataSurvey Of(DataRequest request)
    {
        var (data, table, choice) = TrainingData.LoadTable(request);
        var used = choice.Columns.Select((column, i) => Describe(column, choice.Plans[i], data.Encodings.Columns[i], table.Rows));
        var ignored = choice.Ignored.Select(i => new ColumnFacts(i.Name, ColumnType.Ignore, "", 0, 0) { Reason = i.Reason });
        return new DataSurvey(data, table.Rows, table.Dialect is { } dialect ? OptionsOf(dialect) : new CsvOptions(), [.. used, .. ignored]);
    }

    private IReadOnlyList<string> NamesOf(TargetKind kind) => _data.Train.Targets == kind ? _data.Train.TargetNames.Names : [];

    private static CsvOptions OptionsOf(CsvDialect dialect) => new()
    {
        Separator = dialect.Separator == ',' ? null : dialect.Separator,
        DecimalMark = dialect.Numbers.DecimalMark == '.' ? null : dialect.Numbers.DecimalMark,
        ThousandsMark = dialect.Numbers.ThousandsMark,
        Header = dialect.HasHeader ? null : false,
        Encoding = dialect.Encoding == TextEncoding.Utf8 ? null : dialect.Encoding,
    };

    private static ColumnFacts Describe(TableColumn column, ColumnPlan plan, ColumnEncoding encoding, int rows)
    {
        var (values, missing) = column is NumberColumn numbers ? Describe(numbers, rows) : Describe((TextColumn)column, plan);
        return new ColumnFacts(plan.Name, plan.Type, values, missing, encoding.Features.Count) { DateFormat = plan.DateFormat };
    }

    private static (string Values, int Missing) Describe(NumberColumn column, int rows)
    {
        var numbers = new double[rows];
        column.CopyTo(numbers, Enumerable.Range(0, rows).ToArray());
        var present = numbers.Where(n => !double.IsNaN(n)).ToArray();
        var isFloat32 = column.Shift == 0;
        return (present.Length == 0 ? "" : $"{Show(present.Min(), isFloat32)} to {Show(present.Max(), isFloat32)}", rows - present.Length);
    }

    private static (string Values, int Missing) Describe(TextColumn column, ColumnPlan plan)
    {
        var counts = new int[column.Texts.Count];
        foreach (var code in column.Rows)
        {
            counts[code]++;
        }

        var present = Enumerable.Range(0, counts.Length).Where(code => column.Texts[code].Length > 0).ToArray();
        var missing = column.Rows.Count - present.Sum(code => counts[code]);
        if (plan.Type == ColumnType.Date)
        {
            var dates = present.Select(code => DateFormats.Read(column.Texts[code], plan.DateFormat!)!.Value).ToArray();
            return ($"{ShowDate(dates.Min())} to {ShowDate(dates.Max())}", missing);
        }

        var first = present.OrderByDescending(code => counts[code]).ThenBy(code => column.Texts[code], StringComparer.Ordinal).Take(MostTexts);
        var more = present.Length > MostTexts ? $" and {present.Length - MostTexts} more" : "";
        return (string.Join(", ", first.Select(code => column.Texts[code])) + more, missing);
    }

    // As it was written: 0.1 as float32 is not 0.10000000149011612.
    private static string Show(double number, bool isFloat32) => isFloat32
        ? ((float)number).ToString(CultureInfo.InvariantCulture)
        : number.ToString("G10", CultureInfo.InvariantCulture);

    private static string ShowDate(double seconds) =>
        DateTime.UnixEpoch.AddSeconds(seconds).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

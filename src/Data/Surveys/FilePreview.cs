using Granary.Data.Arrays;
using Granary.Data.Columns;
using Granary.Data.Csv.Dialects;
using Granary.Data.Faults;
using Granary.Data.Records;
using Granary.Data.Sources;

namespace Granary.Data.Surveys;

/// <summary>A look at the beginning of a file of data, whatever its format.</summary>
/// <param name="Format">What it is, in a few words.</param>
/// <param name="Columns">For a table its columns; empty for an array.</param>
/// <param name="FirstRows">For a table the first rows, field by field, as they are written.</param>
public sealed record FilePreview(string Format, IReadOnlyList<(string Name, ColumnType Type)> Columns, IReadOnlyList<string[]> FirstRows)
{
    private const int MostRows = 5;

    /// <summary>Looks at a file.</summary>
    /// <exception cref="DataException">It cannot be read.</exception>
    public static FilePreview Of(string path)
    {
        var faults = new FaultList();
        var preview = DataFile.Read(path, faults, OfArray) is not { } array ? null : array.Format.Length > 0 ? array : OfTable(path, faults);
        faults.ThrowIfAny();
        return preview!;
    }

    // An array says what it is in its first bytes; a table begins with text.
    private static FilePreview OfArray(Stream content)
    {
        var start = new byte[NpyHeader.MagicLength];
        var read = start.AsSpan(0, content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false));
        return NpyHeader.IsAtStart(read) ? new FilePreview("an array in NumPy's npy format", [], [])
            : read is [0, 0, _, ..] ? new FilePreview("an array in the IDX format", [], [])
            : new FilePreview("", [], []);
    }

    private static FilePreview? OfTable(string path, FaultList faults) => TableFile.Look(path, new CsvOptions(), null, null, faults) is var (file, sampled)
        ? file.Read(faults, records => new FilePreview(NameOf(file.Format), ColumnsOf(records, sampled), ReadRows(records)))
        : null;

    private static string NameOf(TableFormat format) => format switch
    {
        TableFormat.JsonLines => "a table in JSON lines",
        TableFormat.Parquet => "a table in Parquet",
        _ => "a table in CSV",
    };

    private static (string Name, ColumnType Type)[] ColumnsOf(TableRecords records, SampledColumn[] sampled) =>
        [.. records.Names.Select((name, c) => (name, c >= sampled.Length ? ColumnType.Category : TypeOf(sampled[c])))];

    private static ColumnType TypeOf(SampledColumn column) => column.IsNumber ? ColumnType.Number : column.IsDate ? ColumnType.Date : ColumnType.Category;

    private static List<string[]> ReadRows(TableRecords records)
    {
        var rows = new List<string[]>();
        while (rows.Count < MostRows && records.Read())
        {
            rows.Add([.. Enumerable.Range(0, records.Count).Select(field => records[field].ToString())]);
        }

        return rows;
    }
}

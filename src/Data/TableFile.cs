using Granary.Data.Csv;
using Granary.Data.Csv.Blocks;
using Granary.Data.Csv.Dialects;
using Granary.Data.Faults;
using Granary.Data.JsonLines;
using Granary.Data.Parquet;
using Granary.Data.Records;
using Granary.Data.Sources;
using Granary.Data.Tables;
using Granary.Data.Values;
using Granary.Numerics.Datasets;

namespace Granary.Data;

/// <summary>The file of a table, in whatever format its content is.</summary>
/// <param name="Path">The file.</param>
/// <param name="Dialect">For CSV how it writes a table; null for other formats.</param>
/// <param name="Names">For JSON lines all keys; empty for other formats.</param>
/// <param name="Format">The format.</param>
internal sealed record TableFile(string Path, TableFormat Format, CsvDialect? Dialect, IReadOnlyList<string> Names)
{
    private const int StartLength = 256;
    private const int MostSampled = 20_480;
    private const int MostSampledFields = 1 << 18;

    /// <summary>Looks at a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What is not to be guessed of a CSV file.</param>
    /// <param name="wanted">The name of a column that the job uses, null for none.</param>
    /// <param name="like">For CSV how another file of the job writes its table, which this one follows; null to guess it.</param>
    /// <param name="faults">Receives what is wrong with it.</param>
    /// <returns>The file, and what its first rows say about the columns; null when it cannot be read.</returns>
    public static (TableFile File, SampledColumn[] Columns)? Look(
        string path, CsvOptions options, string? wanted, CsvDialect? like, FaultList faults)
    {
        if (DataFile.Read(path, faults, content => new Found(FormatOf(content))) is not { Format: var format })
        {
            return null;
        }

        if (format == TableFormat.Csv)
        {
            return like is not null ? (new TableFile(path, format, like, []), [])
                : DialectGuess.Of(path, options, wanted, faults) is { } guess ? (new TableFile(path, format, guess.Dialect, []), guess.Columns)
                : null;
        }

        var names = format == TableFormat.JsonLines
            ? DataFile.Read(path, faults, content => JsonLinesRecords.ReadNames(path, content, faults)) ?? []
            : [];
        var file = new TableFile(path, format, null, names);
        return file.Read(faults, records => records.Names.Count == 0 ? null : Sample(records)) is { } columns ? (file, columns) : null;
    }

    /// <summary>Reads the file to its end.</summary>
    /// <param name="layout">The columns it must have.</param>
    /// <param name="faults">Receives what is wrong with it.</param>
    /// <returns>The rows, or null when there was a fault.</returns>
    public Table? ReadTable(RecordLayout layout, FaultList faults) =>
        ReadInParallel(layout) ?? Read(faults, records => RecordTableReader.Read(records, layout, faults));

    private Table? ReadInParallel(RecordLayout layout) => Dialect is not null && ParallelCsvReader.Takes(Dialect.Encoding)
        ? DataFile.Read(Path, new FaultList(), content => ParallelCsvReader.Read(Path, content, Dialect, layout, Dataset.MaxValues))
        : null;

    /// <summary>Reads the file's records.</summary>
    /// <param name="faults">Receives what is wrong with it.</param>
    /// <param name="read">Reads the records, which are before the first one; returns null after it has added faults.</param>
    /// <returns>What <paramref name="read"/> returned, or null when there was a fault.</returns>
    public T? Read<T>(FaultList faults, Func<TableRecords, T?> read)
        where T : class => DataFile.Read(Path, faults, content =>
    {
        using var records = Open(content, faults);
        return records is null ? null : read(records);
    });

    private TableRecords? Open(Stream content, FaultList faults) => Format switch
    {
        TableFormat.JsonLines => JsonLinesRecords.Open(Path, content, Names, faults),
        TableFormat.Parquet => ParquetRecords.Open(Path, content, faults),
        _ => CsvRecords.Open(Path, content, Dialect!, faults),
    };

    private static TableFormat FormatOf(Stream content)
    {
        var start = new byte[StartLength];
        var read = start.AsSpan(0, content.ReadAtLeast(start, StartLength, throwOnEndOfStream: false));
        return ParquetRecords.IsAtStart(read) ? TableFormat.Parquet
            : JsonLinesRecords.IsAtStart(read) ? TableFormat.JsonLines
            : TableFormat.Csv;
    }

    private static SampledColumn[] Sample(TableRecords records)
    {
        var rows = new List<string[]>();
        while (rows.Count < MostSampled && (long)rows.Count * records.Count < MostSampledFields && records.Read())
        {
            rows.Add([.. Enumerable.Range(0, records.Count).Select(field => records[field].ToString())]);
        }

        return SampledColumn.Of(rows, records.Count, NumberForm.Plain);
    }

    private sealed record Found(TableFormat Format);
}

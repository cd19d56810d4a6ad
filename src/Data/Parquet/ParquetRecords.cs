using System.Globalization;
using Granary.Data.Faults;
using Granary.Data.Records;
using ParquetSharp;
using ParquetSharp.IO;

namespace Granary.Data.Parquet;

/// <summary>The rows of a Parquet file, which has no lines: rows are counted from 1. Columns of lists and of structures are left out.</summary>
internal sealed class ParquetRecords : TableRecords
{
    // As for compressed files: what states more than this for its length is damaged, or meant to fill the memory.
    private const long MostValuesPerByte = 500;
    private const long AlwaysAllowed = 100_000_000;

    private readonly ParquetFileReader _reader;
    private readonly ManagedRandomAccessFile _file;
    private readonly long _length;
    private readonly int[] _columns;
    private readonly string[] _names;
    private readonly string[] _left;
    private readonly Func<int, string>[] _texts;
    private int _group = -1;
    private int _rowsOfGroup;
    private int _rowOfGroup = -1;
    private int _row;

    private ParquetRecords(string path, Stream content, FaultList faults)
        : base(path, faults)
    {
        _length = content.Length;
        _file = new ManagedRandomAccessFile(content);
        _reader = new ParquetFileReader(_file);
        var schema = _reader.FileMetaData.Schema;
        var all = Enumerable.Range(0, _reader.FileMetaData.NumColumns).Select(schema.Column).ToArray();
        _columns = [.. Enumerable.Range(0, all.Length).Where(c => IsPlain(all[c]))];
        _names = [.. _columns.Select(c => all[c].Name.Trim())];
        _left = [.. all.Where(c => !IsPlain(c)).Select(c => c.Path.ToDotString())];
        _texts = new Func<int, string>[_columns.Length];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => _names;

    /// <inheritdoc/>
    public override IEnumerable<string> Notes => _left.Select(name => $"column {name} ignored: it holds lists, structures or bytes");

    /// <inheritdoc/>
    public override int Line => _row;

    /// <inheritdoc/>
    public override int Count => _columns.Length;

    /// <inheritdoc/>
    public override ReadOnlySpan<char> this[int field] => _texts[field](_rowOfGroup);

    /// <summary>Whether a file that starts like this is Parquet.</summary>
    public static bool IsAtStart(ReadOnlySpan<byte> start) => start.StartsWith("PAR1"u8);

    /// <summary>Starts before the first row.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its content; one that cannot seek is taken into memory.</param>
    /// <param name="faults">Receives what is wrong with it.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static ParquetRecords Open(string path, Stream content, FaultList faults) =>
        Guard(() => new ParquetRecords(path, content.CanSeek ? content : Copy(content), faults));

    /// <inheritdoc/>
    public override bool Read()
    {
        while (++_rowOfGroup >= _rowsOfGroup)
        {
            if (++_group >= _reader.FileMetaData.NumRowGroups)
            {
                return false;
            }

            Guard(ReadGroup);
        }

        _row++;
        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _reader.Dispose();
        _file.Dispose();
    }

    private static bool IsPlain(ColumnDescriptor column) =>
        column.MaxRepetitionLevel == 0 && column.Path.ToDotVector().Length == 1
        && (column.PhysicalType is not (PhysicalType.ByteArray or PhysicalType.FixedLenByteArray) || column.LogicalType is not NoneLogicalType);

    private static MemoryStream Copy(Stream content)
    {
        var copy = new MemoryStream();
        content.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }

    // Its faults of damaged files are of many kinds.
    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not (InvalidDataException or OutOfMemoryException))
        {
            throw new InvalidDataException($"The file is no whole Parquet file ({Reason(e)}). Get the file again.", e);
        }
    }

    // Without the names of types of another language around it.
    private static string Reason(Exception e)
    {
        const string Start = "(message: '";
        var text = e.Message.ReplaceLineEndings(" ");
        var at = text.IndexOf(Start, StringComparison.Ordinal);
        return (at < 0 ? text : text[(at + Start.Length)..].Split("')")[0]).TrimEnd('.', ' ');
    }

    private bool ReadGroup()
    {
        using var group = _reader.RowGroup(_group);
        var rows = group.MetaData.NumRows;
        var values = (double)rows * _columns.Length;
        if (rows is < 0 or > int.MaxValue / 2 || (values > AlwaysAllowed && values / MostValuesPerByte > _length))
        {
            throw new InvalidDataException($"The file states {rows} rows, which is too much for its length. Get the file again.");
        }

        (_rowsOfGroup, _rowOfGroup) = ((int)rows, -1);
        for (var f = 0; f < _columns.Length; f++)
        {
            using var column = group.Column(_columns[f]);
            using var reader = column.LogicalReader();
            _texts[f] = reader.Apply(new ValueTexts(_rowsOfGroup));
        }

        return true;
    }

    /// <summary>Takes the values of a column into memory, and makes texts of them when they are asked for.</summary>
    private sealed class ValueTexts(int rows) : ILogicalColumnReaderVisitor<Func<int, string>>
    {
        public Func<int, string> OnLogicalColumnReader<TValue>(LogicalColumnReader<TValue> reader)
        {
            var values = reader.ReadAll(rows);
            return values.Length == rows
                ? row => TextOf(values[row])
                : throw new InvalidDataException($"A column has {values.Length} values, expected {rows}. Get the file again.");
        }

        private static string TextOf<TValue>(TValue value) => value switch
        {
            null => "",
            string text => text.Trim(),
            bool yes => yes ? "true" : "false",
            DateTime moment => Moment(moment),
            DateTimeNanos moment => Moment(moment.DateTime),
            Date day => day.DateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };

        private static string Moment(DateTime moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
    }
}

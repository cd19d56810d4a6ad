using Granary.Data.Csv.Dialects;
using Granary.Data.Faults;
using Granary.Data.Records;
using nietras.SeparatedValues;

namespace Granary.Data.Csv.Blocks;

/// <summary>
/// The records of a block, read fast where they are written as they should be. What is not is found and not told: who reads falls back on
/// <see cref="CsvRecords"/>.
/// </summary>
internal sealed class BlockRecords : TableRecords
{
    private readonly CsvDialect _dialect;
    private readonly SepReader _reader;
    private readonly CsvBlock _block;
    private string[] _names;
    private int? _headerLine;
    private int _line;
    private int _nextLine;
    private int _count;
    private bool _isFirstARow;

    private BlockRecords(string path, CsvBlock block, int linesBefore, CsvDialect dialect, string[] names, FaultList faults)
        : base(path, faults)
    {
        _dialect = dialect;
        _block = block;
        _names = names;
        _nextLine = block.FirstLine + linesBefore;
        var text = new StreamReader(block.Open(), TextEncodings.Of(dialect.Encoding), detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16);
        for (var line = 0; line < linesBefore; line++)
        {
            text.ReadLine();
        }

        _reader = Sep.New(dialect.Separator)
            .Reader(o => o with { HasHeader = false, DisableColCountCheck = true, DisableQuotesParsing = !block.HasQuotes })
            .From(text);
    }

    /// <summary>Whether quotes were found where none should be.</summary>
    public bool HasOddQuotes { get; private set; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => _names;

    /// <inheritdoc/>
    public override CsvDialect Dialect => _dialect;

    /// <inheritdoc/>
    public override int? HeaderLine => _headerLine;

    /// <inheritdoc/>
    public override int Line => _line;

    /// <inheritdoc/>
    public override int Count => _count;

    /// <inheritdoc/>
    public override ReadOnlySpan<char> this[int field]
    {
        get
        {
            var text = Raw(field);
            return _block.HasQuotes && text is ['"', ..] ? Unquoted(text[1..^1]) : text;
        }
    }

    /// <summary>The records of the first block.</summary>
    /// <returns>The records, before the first row; null when there is none that names the columns or shows how many there are.</returns>
    public static BlockRecords? OpenFirst(string path, CsvBlock block, CsvDialect dialect, FaultList faults)
    {
        var records = new BlockRecords(path, block, dialect.LinesBefore, dialect, [], faults);
        if (records.Read() && !records.HasOddQuotes)
        {
            records.TakeNames();
            return records;
        }

        records.Dispose();
        return null;
    }

    /// <summary>The records of another block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="first">The first one.</param>
    /// <param name="faults">Receives what is wrong with them.</param>
    public static BlockRecords Open(CsvBlock block, BlockRecords first, FaultList faults) =>
        new(first.Path, block, linesBefore: 0, first._dialect, first._names, faults);

    /// <summary>Goes to the next record that is not a blank line.</summary>
    public override bool Read()
    {
        if (_isFirstARow)
        {
            _isFirstARow = false;
            return true;
        }

        while (!HasOddQuotes && _reader.MoveNext())
        {
            var row = _reader.Current;
            _count = row.ColCount;
            _line = _nextLine;
            _nextLine += 1 + (_block.HasQuotes ? LineEnds.In(row.Span) : 0);
            if (_count > 1 || !Raw(0).IsWhiteSpace())
            {
                HasOddQuotes = _block.HasQuotes && AreQuotesOdd();
                return !HasOddQuotes;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _reader.Dispose();
        _block.Dispose();
    }

    private static ReadOnlySpan<char> Unquoted(ReadOnlySpan<char> text) =>
        text.Contains('"') ? text.ToString().Replace("\"\"", "\"", StringComparison.Ordinal) : text;

    // A quote inside a field without quotes, as of 5", may have taken what follows into the field.
    private static bool IsOdd(ReadOnlySpan<char> text)
    {
        if (text is not ['"', .. var inside, '"'])
        {
            return text.Contains('"');
        }

        while (inside.IndexOf('"') is >= 0 and var at)
        {
            if (at + 1 >= inside.Length || inside[at + 1] != '"')
            {
                return true;
            }

            inside = inside[(at + 2)..];
        }

        return false;
    }

    private ReadOnlySpan<char> Raw(int field) => _reader.Current[field].Span.Trim(' ');

    private bool AreQuotesOdd()
    {
        for (var field = 0; field < _count; field++)
        {
            if (IsOdd(Raw(field)))
            {
                return true;
            }
        }

        return false;
    }

    private void TakeNames()
    {
        _names = [.. Enumerable.Range(0, Count).Select(field => _dialect.HasHeader ? this[field].Trim().ToString() : $"c{field + 1}")];
        _headerLine = Line;
        _isFirstARow = !_dialect.HasHeader;
    }
}

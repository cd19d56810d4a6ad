using CsvHelper;
using Granary.Data.Csv.Dialects;
using Granary.Data.Faults;
using Granary.Data.Records;

namespace Granary.Data.Csv;

/// <summary>The records of a CSV file.</summary>
internal sealed class CsvRecords : TableRecords
{
    // A quote that is never closed takes the rest of the file for one field: found out long before memory ends.
    private const int LongestField = 1_000_000;
    private const int BufferSize = 1 << 16;

    private readonly CsvDialect _dialect;
    private readonly CsvParser _parser;
    private string[] _names = [];
    private int? _headerLine;
    private int _line;
    private bool _quotesAreWrong;
    private bool _isFirstARow;

    private CsvRecords(string path, Stream content, CsvDialect dialect, FaultList faults)
        : base(path, faults)
    {
        _dialect = dialect;
        var settings = CsvSettings.Of(dialect.Separator);
        settings.BufferSize = BufferSize;
        settings.MaxFieldSize = LongestField;
        settings.BadDataFound = _ => _quotesAreWrong = true;
        var reader = new StreamReader(content, TextEncodings.Of(dialect.Encoding), true, BufferSize);
        for (var line = 0; line < dialect.LinesBefore; line++)
        {
            reader.ReadLine();
        }

        _parser = new CsvParser(new LineLimit(reader), settings);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => _names;

    /// <inheritdoc/>
    public override CsvDialect Dialect => _dialect;

    /// <inheritdoc/>
    public override int? HeaderLine => _headerLine;

    /// <inheritdoc/>
    public override int Line => _line;

    /// <inheritdoc/>
    public override int Count => _parser.Count;

    /// <inheritdoc/>
    public override bool QuotesAreWrong => _quotesAreWrong;

    /// <inheritdoc/>
    public override ReadOnlySpan<char> this[int field] => _parser[field];

    /// <summary>Reads the first record, which names the columns or shows how many there are.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its content.</param>
    /// <param name="dialect">How it writes a table.</param>
    /// <param name="faults">Receives what is wrong with it.</param>
    /// <returns>The records, before the first row; null after faults were added.</returns>
    public static CsvRecords? Open(string path, Stream content, CsvDialect dialect, FaultList faults)
    {
        var records = new CsvRecords(path, content, dialect, faults);
        return records.ReadNames() ? records : null;
    }

    /// <summary>Goes to the next record that is not a blank line.</summary>
    public override bool Read()
    {
        if (_isFirstARow)
        {
            _isFirstARow = false;
            return true;
        }

        try
        {
            do
            {
                _line = _dialect.LinesBefore + _parser.RawRow + 1;
                _quotesAreWrong = false;
                if (!_parser.Read())
                {
                    return false;
                }
            }
            while (Count == 1 && this[0].IsWhiteSpace());
            return true;
        }
        catch (MaxFieldSizeException)
        {
            AddFault(null, $"A field has more than {LongestField} characters: probably a quote that opens here is never closed.");
            return false;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => _parser.Dispose();

    private bool ReadNames()
    {
        var before = Faults.Count;
        if (!Read())
        {
            if (Faults.Count == before)
            {
                Faults.Add(Path, "The file holds blank lines only: expected rows.");
            }

            return false;
        }

        _names = [.. Enumerable.Range(0, Count).Select(field => _dialect.HasHeader ? this[field].Trim().ToString() : $"c{field + 1}")];
        if (QuotesAreWrong)
        {
            AddQuotesFault(field: null);
            return false;
        }

        _headerLine = Line;
        _isFirstARow = !_dialect.HasHeader;
        return true;
    }
}

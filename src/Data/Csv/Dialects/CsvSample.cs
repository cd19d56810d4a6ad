using CsvHelper;

namespace Granary.Data.Csv.Dialects;

/// <summary>The first records of a file, as one separator divides them.</summary>
internal sealed class CsvSample
{
    private const int MostRecords = 20_480;

    private readonly List<string[]> _records = [];
    private readonly List<int> _lines = [];

    /// <summary>Divides a text.</summary>
    /// <param name="text">The start of a file.</param>
    /// <param name="isWhole">False when the text may end within a record, which is left out then.</param>
    /// <param name="separator">What stands between fields.</param>
    public CsvSample(string text, bool isWhole, char separator)
    {
        Separator = separator;
        using var parser = new CsvParser(new StringReader(text), CsvSettings.Of(separator));
        for (var line = 1; _records.Count < MostRecords && parser.Read(); line = parser.RawRow + 1)
        {
            if (parser.Count > 1 || !string.IsNullOrWhiteSpace(parser[0]))
            {
                _records.Add(parser.Record!);
                _lines.Add(line);
            }
        }

        if (!isWhole && _records.Count is > 1 and < MostRecords)
        {
            _records.RemoveAt(_records.Count - 1);
        }

        Columns = _records.CountBy(r => r.Length).OrderByDescending(c => c.Value).ThenByDescending(c => c.Key).FirstOrDefault().Key;
        Skipped = _records.FindIndex(r => !IsBeforeTheTable(r)) is > 0 and var first ? first : 0;
    }

    /// <summary>What stands between fields.</summary>
    public char Separator { get; }

    /// <summary>The number of fields that most records have; 0 when there are no records.</summary>
    public int Columns { get; }

    /// <summary>The share of all records that have so many fields, those before the table among them.</summary>
    public double Share => _records.Count(r => r.Length == Columns) / (double)Math.Max(1, _records.Count);

    /// <summary>The table's records, without blank lines and what stands before the table.</summary>
    public IEnumerable<string[]> Records => _records.Skip(Skipped);

    /// <summary>The lines before the table, 0 when there are blank ones at most.</summary>
    public int LinesBefore => Skipped == 0 ? 0 : _lines[Skipped] - 1;

    private int Skipped { get; }

    // A title has few fields, if any, and Excel is told the separator by a line like "sep=;". A header that lacks a name or two must not
    // be taken for one of these, nor a header that starts with #.
    private bool IsBeforeTheTable(string[] record) =>
        record.Length != Columns
        && (record[0].StartsWith('#') || record[0].StartsWith("sep=", StringComparison.Ordinal) || record.Length <= Columns / 2);
}

using Granary.Data.Faults;

namespace Granary.Data.Csv;

/// <summary>The first line of a CSV file, and the columns wanted from it.</summary>
internal sealed class CsvHeader
{
    private const int NoColumn = -1;

    private readonly string _path;
    private readonly int _line;
    private readonly string[] _names;
    private readonly bool _isThere;
    private readonly Dictionary<string, int> _firstColumns = [];
    private readonly FaultList _faults;

    private CsvHeader(string path, int line, string[] names, bool isThere, FaultList faults)
    {
        _path = path;
        _line = line;
        _names = names;
        _isThere = isThere;
        _faults = faults;
        for (var column = 0; column < names.Length; column++)
        {
            _firstColumns.TryAdd(names[column], column);
        }
    }

    /// <summary>Number of columns.</summary>
    public int Count => _names.Length;

    /// <summary>The columns without a name, from 1.</summary>
    public IEnumerable<int> Nameless => Enumerable.Range(1, _names.Length).Where(column => _names[column - 1].Length == 0);

    /// <summary>The name of a column.</summary>
    public string this[int column] => _names[column];

    /// <summary>Reads the first record, or names the columns of a file that does not.</summary>
    /// <param name="path">The file.</param>
    /// <param name="records">Its records. Without a header, the first one is read but still to be used.</param>
    /// <param name="isThere">Whether the first record names the columns.</param>
    /// <param name="faults">Receives what is wrong with it.</param>
    /// <returns>The header, its names without white space around them; null after faults were added.</returns>
    public static CsvHeader? Read(string path, CsvRecords records, bool isThere, FaultList faults)
    {
        var before = faults.Count;
        if (records.Read())
        {
            var names = Enumerable.Range(0, records.Count)
                .Select(field => isThere ? records[field].Trim() : $"c{field + 1}")
                .ToArray();
            if (!records.QuotesAreWrong)
            {
                return new CsvHeader(path, records.Line, names, isThere, faults);
            }

            records.AddQuotesFault(field: null);
        }
        else if (faults.Count == before)
        {
            faults.Add(path, "The file holds blank lines only: expected rows.");
        }

        return null;
    }

    /// <summary>All names that are not empty.</summary>
    public IEnumerable<string> Names => _names.Where(name => name.Length > 0);

    /// <summary>Finds the columns of a layout.</summary>
    /// <returns>The columns, or null after faults were added.</returns>
    public CsvColumns? Find(CsvLayout layout)
    {
        var before = _faults.Count;
        if (!IsText())
        {
            return null;
        }

        CheckDuplicates();
        int[] labels = [.. layout.Labels.Select(label => Find(label, "the label"))];
        var heldOutBy = layout.HeldOutBy is null ? NoColumn : Find(layout.HeldOutBy, "holding out rows");
        foreach (var name in layout.Mentioned.Where(name => !_firstColumns.ContainsKey(name)))
        {
            Find(name, "\"columns\"");
        }

        var fields = layout.Features is null ? AllBut([.. labels, heldOutBy]) : FindFeatures(layout.Features, labels);
        var features = fields.Where(f => f >= 0)
            .Select(f => (Field: f, Reading: layout.ReadingOf(_names[f], f)))
            .Where(f => f.Reading is not null)
            .Select(f => (f.Field, f.Reading!.Value))
            .ToArray();
        if (layout.Known is not null && _faults.Count == before)
        {
            CheckOthers(layout.Known);
        }

        if (features.Length == 0)
        {
            _faults.Add(_path, _line, null, "There is no feature column: expected at least one besides the label.");
        }

        return _faults.Count > before ? null : new CsvColumns(features, [.. labels.Select(l => (l, layout.IsNumberLabel(_names[l], l)))], heldOutBy);
    }

    private bool IsText()
    {
        var column = Array.FindIndex(_names, name => name.Any(c => c == '\uFFFD' || (char.IsControl(c) && !char.IsWhiteSpace(c))));
        if (column >= 0)
        {
            _faults.Add(_path, _line, column + 1,
                $"Found {FaultText.Quote(_names[column])}, expected the name of a column in readable text. Is this a CSV file?");
        }

        return column < 0;
    }

    private void CheckDuplicates()
    {
        for (var column = 1; column < _names.Length; column++)
        {
            var first = _firstColumns[_names[column]];
            if (first < column && _names[column].Length > 0)
            {
                _faults.Add(_path, _line, column + 1, $"The name {FaultText.Quote(_names[column])} is that of "
                    + $"column {first + 1} too: give each column a name of its own.");
            }
        }
    }

    private int Find(string name, string purpose)
    {
        if (_firstColumns.TryGetValue(name, out var column))
        {
            return column;
        }

        _faults.Add(_path, _line, null, $"There is no column {FaultText.Quote(name)} for {purpose}."
            + FaultText.DidYouMean(name, _names) + $" The columns are: {FaultText.Names(_names)}.{Hint()}");
        return NoColumn;
    }

    // Columns without a name hold what nobody asked for: the numbers of the rows, or nothing after a separator that ends each line.
    private int[] AllBut(int[] others) => [.. Enumerable.Range(0, _names.Length).Where(c => !others.Contains(c) && _names[c].Length > 0)];

    private int[] FindFeatures(IReadOnlyList<string> features, int[] labels)
    {
        var columns = new List<int>(features.Count);
        foreach (var name in features)
        {
            var column = Find(name, "a feature");
            if (column >= 0 && labels.Contains(column))
            {
                _faults.Add(_path, _line, column + 1, $"Column {FaultText.Quote(name)} is the label, not a feature.");
            }
            else if (column >= 0 && columns.Contains(column))
            {
                _faults.Add(_path, _line, column + 1, $"Column {FaultText.Quote(name)} is listed twice among the features.");
            }

            columns.Add(column);
        }

        return [.. columns];
    }

    private string Hint() => _isThere ? "" : " The file was read without a header: \"header\" says otherwise.";

    private void CheckOthers(IReadOnlyCollection<string> known)
    {
        for (var column = 0; column < _names.Length; column++)
        {
            if (_names[column].Length > 0 && !known.Contains(_names[column]))
            {
                _faults.Add(_path, _line, column + 1, $"Column {FaultText.Quote(_names[column])} is not in the training data: "
                    + "take it out, or list the features wanted so that it is left out.");
            }
        }
    }
}

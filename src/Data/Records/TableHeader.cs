using Granary.Data.Faults;

namespace Granary.Data.Records;

/// <summary>The names of a file's columns, and the columns wanted from it.</summary>
internal sealed class TableHeader
{
    private const int NoColumn = -1;

    // With more of them it is another table, and not some names that are spelled otherwise.
    private const int MostMissing = 3;

    private readonly TableRecords _records;
    private readonly string[] _names;
    private readonly Dictionary<string, int> _firstColumns = [];
    private readonly FaultList _faults;

    /// <summary>Takes the names of a file's columns.</summary>
    public TableHeader(TableRecords records, FaultList faults)
    {
        _records = records;
        _names = [.. records.Names];
        _faults = faults;
        for (var column = 0; column < _names.Length; column++)
        {
            _firstColumns.TryAdd(_names[column], column);
        }
    }

    /// <summary>Number of columns.</summary>
    public int Count => _names.Length;

    /// <summary>The columns without a name, from 1.</summary>
    public IEnumerable<int> Nameless => Enumerable.Range(1, _names.Length).Where(column => _names[column - 1].Length == 0);

    /// <summary>The name of a column.</summary>
    public string this[int column] => _names[column];

    /// <summary>All names that are not empty.</summary>
    public IEnumerable<string> Names => _names.Where(name => name.Length > 0);

    /// <summary>Finds the columns of a layout.</summary>
    /// <returns>The columns, or null after faults were added.</returns>
    public RecordColumns? Find(RecordLayout layout)
    {
        var before = _faults.Count;
        if (!IsText())
        {
            return null;
        }

        CheckDuplicates();
        int[] labels = [.. layout.Labels.Select(label => Find(label, "the label"))];
        var heldOutBy = layout.HeldOutBy is null ? NoColumn : Find(layout.HeldOutBy, "holding out rows");
        var weight = layout.Weight is null ? NoColumn : Find(layout.Weight, "the weights of rows");
        foreach (var name in layout.Mentioned.Where(name => !_firstColumns.ContainsKey(name)))
        {
            Find(name, "\"columns\"");
        }

        int[] kept = [.. layout.Kept.Select(name => Find(name, "the output"))];
        var fields = layout.Features is null ? AllBut([.. labels, heldOutBy]) : [.. FindFeatures(layout.Features, labels), weight];
        var features = fields.Where(f => f >= 0)
            .Select(f => (Field: f, Reading: layout.ReadingOf(_names[f], f)))
            .Where(f => f.Reading is not null)
            .Select(f => (f.Field, f.Reading!.Value))
            .ToArray();
        if (layout.Known is not null && _faults.Count == before)
        {
            CheckOthers(layout.Known);
        }

        if (features.Length == 0 && _faults.Count == before)
        {
            _faults.Add(_records.Path, _records.HeaderLine, null, "There is no feature column: expected at least one besides the label.");
        }

        return _faults.Count > before
            ? null
            : new RecordColumns(features, [.. labels.Select(l => (l, layout.IsNumberLabel(_names[l], l)))], heldOutBy) { Kept = kept };
    }

    private bool IsText()
    {
        var column = Array.FindIndex(_names, name => name.Any(c => c == '\uFFFD' || (char.IsControl(c) && !char.IsWhiteSpace(c))));
        if (column >= 0)
        {
            _faults.Add(_records.Path, _records.HeaderLine, column + 1,
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
                _faults.Add(_records.Path, _records.HeaderLine, column + 1, $"The name {FaultText.Quote(_names[column])} is that of "
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

        _faults.Add(_records.Path, _records.HeaderLine, null, $"There is no column {FaultText.Quote(name)} for {purpose}."
            + FaultText.DidYouMean(name, _names) + $" The columns are: {FaultText.Names(_names)}.{Hint()}");
        return NoColumn;
    }

    // Columns without a name hold what nobody asked for: the numbers of the rows, or nothing after a separator that ends each line.
    private int[] AllBut(int[] others) => [.. Enumerable.Range(0, _names.Length).Where(c => !others.Contains(c) && _names[c].Length > 0)];

    private int[] FindFeatures(IReadOnlyList<string> features, int[] labels)
    {
        var columns = new List<int>(features.Count);
        string[] missing = [.. features.Where(name => !_firstColumns.ContainsKey(name))];
        if (missing.Length > MostMissing)
        {
            _faults.Add(_records.Path, _records.HeaderLine, null, $"{missing.Length} of the {features.Count} columns for features are not there: "
                + $"{FaultText.Names(missing)}. The columns are: {FaultText.Names(_names)}.{Hint()}");
            return [];
        }

        foreach (var name in features)
        {
            var column = Find(name, "a feature");
            if (column >= 0 && labels.Contains(column))
            {
                _faults.Add(_records.Path, _records.HeaderLine, column + 1, $"Column {FaultText.Quote(name)} is the label, not a feature.");
            }
            else if (column >= 0 && columns.Contains(column))
            {
                _faults.Add(_records.Path, _records.HeaderLine, column + 1, $"Column {FaultText.Quote(name)} is listed twice among the features.");
            }

            columns.Add(column);
        }

        return [.. columns];
    }

    private string Hint() => _records.Dialect is not { HasHeader: false } ? "" : " The file was read without a header: \"header\" says otherwise.";

    private void CheckOthers(IReadOnlyCollection<string> known)
    {
        for (var column = 0; column < _names.Length; column++)
        {
            if (_names[column].Length > 0 && !known.Contains(_names[column]))
            {
                _faults.Add(_records.Path, _records.HeaderLine, column + 1, $"Column {FaultText.Quote(_names[column])} is not in the training data: "
                    + "take it out, or list the features wanted so that it is left out.");
            }
        }
    }
}

using System.Globalization;
using Granary.Data.Csv.Dialects;
using Granary.Data.Faults;
using Granary.Data.Sources;
using Granary.Data.Tables;
using Granary.Numerics.Datasets;

namespace Granary.Data.Csv;

/// <summary>Reads the features and labels of a CSV file.</summary>
internal sealed class CsvTableReader
{
    private readonly string _path;
    private readonly FaultList _faults;
    private readonly CsvRecords _records;
    private readonly CsvHeader _header;
    private readonly CsvColumns _columns;
    private readonly CsvDialect _dialect;
    private readonly FloatRows _features;
    private readonly LabelColumn? _labels;
    private readonly List<int> _lines = [];

    private CsvTableReader(
        string path, CsvDialect dialect, CsvRecords records, CsvHeader header, CsvColumns columns, FaultList faults)
    {
        _path = path;
        _faults = faults;
        _records = records;
        _header = header;
        _columns = columns;
        _dialect = dialect;
        _features = new FloatRows(columns.Features.Length);
        _labels = columns.Label < 0 ? null : new LabelColumn(path, columns.Label + 1);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dialect">How it writes a table.</param>
    /// <param name="layout">The columns it must have.</param>
    /// <param name="faults">Receives what is wrong with it.</param>
    /// <param name="maxValues">The largest number of features of all rows together, for tests that want a small one.</param>
    /// <returns>The rows, or null when the file could not be read at all; of no use when faults were added.</returns>
    public static Table? Read(
        string path, CsvDialect dialect, CsvLayout layout, FaultList faults, int maxValues = Dataset.MaxValues) =>
        DataFile.Read(path, faults, content =>
        {
            using var records = new CsvRecords(path, content, dialect, faults);
            return CsvHeader.Read(path, records, dialect.HasHeader, faults) is { } header && header.Find(layout) is { } columns
                ? new CsvTableReader(path, dialect, records, header, columns, faults).ReadTable(maxValues)
                : null;
        });

    private Table ReadTable(int maxValues)
    {
        var before = _faults.Count;

        // Without a header the first record, already read, is a row.
        for (var isRead = !_dialect.HasHeader; !_faults.IsFull && (isRead || _records.Read()) && HasRoom(maxValues); isRead = false)
        {
            ReadRow();
        }

        if (_features.Count == 0 && _faults.Count == before)
        {
            _faults.Add(_path, "There are no rows: found the header only.");
        }

        return new Table(_path, [.. _columns.Features.Select(field => _header[field])], _features, _labels)
        {
            Lines = _lines,
            Fields = _columns.Features,
            Dialect = _dialect,
            Notes = Notes(),
        };
    }

    private string[] Notes() =>
    [
        .. _dialect.Describe() is { } differences ? [differences] : Array.Empty<string>(),
        .. _header.Nameless.Select(column => $"column {column} ignored: it has no name"),
    ];

    private bool HasRoom(int maxValues)
    {
        var hasRoom = (_features.Count + 1L) * _features.Columns <= maxValues;
        if (!hasRoom)
        {
            _records.AddFault(null, $"There are too many rows: at most {maxValues} features are held, "
                + $"which is {maxValues / _features.Columns} rows of {_features.Columns}. Use fewer rows or features.");
        }

        return hasRoom;
    }

    private void ReadRow()
    {
        if (!HasTheColumns())
        {
            var where = _dialect.HasHeader ? "the header" : "the first row";
            _records.AddFault(null, $"Found {_records.Count} fields, expected {_header.Count} as in {where}. "
                + "Text with a separator in it stands in quotes.");
            return;
        }

        // Of a field that was looked at already.
        if (_records.QuotesAreWrong)
        {
            _records.AddQuotesFault(field: null);
            return;
        }

        _lines.Add(_records.Line);
        var row = _features.Add();
        for (var f = 0; f < row.Length && !_records.QuotesAreWrong; f++)
        {
            var field = _columns.Features[f];
            if (!TryParse(_records[field], out row[f]) || _records.QuotesAreWrong)
            {
                AddNumberFault(field);
            }
        }

        if (_labels is not null && !_records.QuotesAreWrong)
        {
            ReadLabel(_labels, _columns.Label);
        }
    }

    // Some programs end each row with a separator.
    private bool HasTheColumns()
    {
        var endsWithSeparator = _records.Count == _header.Count + 1 && _records[_header.Count].Length == 0;
        return _records.Count == _header.Count || endsWithSeparator;
    }

    private void ReadLabel(LabelColumn labels, int field)
    {
        var text = _dialect.Numbers.Normalize(_records[field].Trim());
        if (_records.QuotesAreWrong)
        {
            _records.AddQuotesFault(field);
        }
        else if (labels.Contains(text) || LabelFault(text, _header[field]) is not { } fault)
        {
            labels.Add(text, _records.Line);
        }
        else
        {
            _records.AddFault(field, fault);
        }
    }

    private bool TryParse(string text, out float value) => _dialect.Numbers.TryParse(text, out value) && float.IsFinite(value);

    private void AddNumberFault(int field)
    {
        var (text, name) = (_records[field], FaultText.Quote(_header[field]));
        if (_records.QuotesAreWrong)
        {
            _records.AddQuotesFault(field);
        }
        else if (string.IsNullOrWhiteSpace(text))
        {
            _records.AddFault(field, $"The field of {name} is empty, expected a number. Fill it in or take the row out.");
        }
        else if (_dialect.Numbers.TryParse(text, out _))
        {
            _records.AddFault(field, $"Found {FaultText.Quote(text)} for {name}, expected a finite number "
                + $"of at most {float.MaxValue:0.0e+0} in size. Correct it or take the row out.");
        }
        else
        {
            var mark = _dialect.Numbers.DecimalMark;
            var other = mark == '.' ? ',' : '.';
            var hint = text.Contains(other) ? $" Numbers are read with '{mark}' as their decimal mark: \"decimal\" says otherwise." : "";
            _records.AddFault(field, $"Found {FaultText.Quote(text)} for {name}, expected a number like 0{mark}5 or 1e-3.{hint}");
        }
    }

    private static string? LabelFault(string text, string name)
    {
        if (text.Length == 0)
        {
            return $"The label {FaultText.Quote(name)} is empty. Fill it in or take the row out.";
        }

        if (text.Contains('\uFFFD'))
        {
            return $"The label {FaultText.Quote(text)} is not text in one encoding: save the file as UTF-8.";
        }

        var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
        return isNumber && !double.IsFinite(number)
            ? $"The label {FaultText.Quote(name)} is {FaultText.Quote(text)}, expected a class or a finite number. "
                + "Correct it or take the row out."
            : null;
    }
}

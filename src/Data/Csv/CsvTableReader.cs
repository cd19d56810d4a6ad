using System.Globalization;
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
    private readonly FloatRows _features;
    private readonly LabelColumn? _labels;
    private readonly List<int> _lines = [];

    private CsvTableReader(string path, CsvRecords records, CsvHeader header, CsvColumns columns, FaultList faults)
    {
        _path = path;
        _faults = faults;
        _records = records;
        _header = header;
        _columns = columns;
        _features = new FloatRows(columns.Features.Length);
        _labels = columns.Label < 0 ? null : new LabelColumn(path, columns.Label + 1);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="layout">The columns it must have.</param>
    /// <param name="faults">Receives what is wrong with it.</param>
    /// <param name="maxValues">The largest number of features of all rows together, for tests that want a small one.</param>
    /// <returns>The rows, or null when the file could not be read at all; of no use when faults were added.</returns>
    public static Table? Read(string path, CsvLayout layout, FaultList faults, int maxValues = Dataset.MaxValues) =>
        DataFile.Read(path, faults, content =>
        {
            using var records = new CsvRecords(path, content, faults);
            return CsvHeader.Read(path, records, faults) is { } header && header.Find(layout) is { } columns
                ? new CsvTableReader(path, records, header, columns, faults).ReadTable(maxValues)
                : null;
        });

    private Table ReadTable(int maxValues)
    {
        var before = _faults.Count;
        while (!_faults.IsFull && _records.Read() && HasRoom(maxValues))
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
        };
    }

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
        if (_records.Count != _header.Count)
        {
            _records.AddFault(null, $"Found {_records.Count} fields, expected {_header.Count} as in the header. "
                + "Text with a comma in it stands in quotes.");
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

    private void ReadLabel(LabelColumn labels, int field)
    {
        var text = _records[field].Trim();
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

    // Groups of thousands are not read: whoever writes 1,5 for one and a half would get fifteen.
    private static bool TryParse(string text, out float value) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);

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
        else if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        {
            _records.AddFault(field, $"Found {FaultText.Quote(text)} for {name}, expected a finite number "
                + $"of at most {float.MaxValue:0.0e+0} in size. Correct it or take the row out.");
        }
        else
        {
            var hint = text.Contains(',') ? " The decimal mark is a point." : "";
            _records.AddFault(field, $"Found {FaultText.Quote(text)} for {name}, expected a number like 0.5 or 1e-3.{hint}");
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
            return $"The label {FaultText.Quote(text)} is not UTF-8 text: save the file as UTF-8.";
        }

        var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
        return isNumber && !double.IsFinite(number)
            ? $"The label {FaultText.Quote(name)} is {FaultText.Quote(text)}, expected a class or a finite number. "
                + "Correct it or take the row out."
            : null;
    }
}

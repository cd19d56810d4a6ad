using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Granary.Numerics.Data.Csv;

/// <summary>Reads the features and labels of a CSV file.</summary>
internal sealed class CsvTableReader
{
    // A quote that is never closed takes the rest of the file for one field: found out long before memory ends.
    private const int LongestField = 1_000_000;
    private const int BufferSize = 1 << 16;

    private readonly string _path;
    private readonly CsvLayout _layout;
    private readonly FaultList _faults;
    private readonly int _maxValues;
    private readonly CsvParser _parser;
    private readonly List<int> _lines = [];
    private int _line;
    private bool _quotesAreWrong;

    private CsvTableReader(string path, CsvLayout layout, FaultList faults, int maxValues, Stream content)
    {
        _path = path;
        _layout = layout;
        _faults = faults;
        _maxValues = maxValues;
        var settings = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = ",",
            BufferSize = BufferSize,
            MaxFieldSize = LongestField,
            BadDataFound = _ => _quotesAreWrong = true,

            // The parser's own way of skipping them goes wrong where a line end falls on the end of its buffer.
            IgnoreBlankLines = false,
        };
        _parser = new CsvParser(new StreamReader(content, Encoding.UTF8, true, BufferSize), settings);
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
            var reader = new CsvTableReader(path, layout, faults, maxValues, content);
            using (reader._parser)
            {
                return reader.ReadTable();
            }
        });

    private Table? ReadTable()
    {
        if (ReadHeader() is not { } header || header.Find(_layout) is not { } columns)
        {
            return null;
        }

        var features = new FloatRows(columns.Features.Length);
        var labels = columns.Label < 0 ? null : new LabelColumn(_path, columns.Label + 1);
        var before = _faults.Count;
        while (!_faults.IsFull && NextRecord() && HasRoom(features))
        {
            ReadRow(header, columns, features, labels);
        }

        if (features.Count == 0 && _faults.Count == before)
        {
            _faults.Add(_path, "There are no rows: found the header only.");
        }

        return new Table(_path, [.. columns.Features.Select(c => header[c])], features, labels)
        {
            Lines = _lines,
            Fields = columns.Features,
        };
    }

    private CsvHeader? ReadHeader()
    {
        var before = _faults.Count;
        if (NextRecord())
        {
            var names = Enumerable.Range(0, _parser.Count).Select(field => _parser[field].Trim()).ToArray();
            if (!_quotesAreWrong)
            {
                return new CsvHeader(_path, _line, names, _faults);
            }

            AddQuotesFault(column: null);
        }
        else if (_faults.Count == before)
        {
            _faults.Add(_path, "The file holds blank lines only: expected a header and rows.");
        }

        return null;
    }

    private bool NextRecord()
    {
        try
        {
            do
            {
                _line = _parser.RawRow + 1;
                _quotesAreWrong = false;
                if (!_parser.Read())
                {
                    return false;
                }
            }
            while (_parser.Count == 1 && string.IsNullOrWhiteSpace(_parser[0]));
            return true;
        }
        catch (MaxFieldSizeException)
        {
            _faults.Add(_path, _line, null,
                $"A field has more than {LongestField} characters: probably a quote that opens here is never closed.");
            return false;
        }
    }

    private bool HasRoom(FloatRows features)
    {
        var hasRoom = (features.Count + 1L) * features.Columns <= _maxValues;
        if (!hasRoom)
        {
            _faults.Add(_path, _line, null, $"There are too many rows: at most {_maxValues} features are held, "
                + $"which is {_maxValues / features.Columns} rows of {features.Columns}. Use fewer rows or features.");
        }

        return hasRoom;
    }

    private void ReadRow(CsvHeader header, CsvColumns columns, FloatRows features, LabelColumn? labels)
    {
        if (_parser.Count != header.Count)
        {
            _faults.Add(_path, _line, null, $"Found {_parser.Count} fields, expected {header.Count} as in the header. "
                + "Text with a comma in it stands in quotes.");
            return;
        }

        _lines.Add(_line);
        var row = features.Add();
        for (var f = 0; f < row.Length && !_quotesAreWrong; f++)
        {
            var field = columns.Features[f];
            if (!TryParse(_parser[field], out row[f]) || _quotesAreWrong)
            {
                AddNumberFault(header, field);
            }
        }

        if (labels is not null && !_quotesAreWrong)
        {
            ReadLabel(header, columns.Label, labels);
        }
    }

    private static bool TryParse(string text, out float value) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);

    private void AddNumberFault(CsvHeader header, int field)
    {
        var text = _parser[field];
        var name = FaultText.Quote(header[field]);
        if (_quotesAreWrong)
        {
            AddQuotesFault(field + 1);
        }
        else if (string.IsNullOrWhiteSpace(text))
        {
            _faults.Add(_path, _line, field + 1, $"The field of {name} is empty, expected a number. Fill it in or take the row out.");
        }
        else if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
        {
            _faults.Add(_path, _line, field + 1, $"Found {FaultText.Quote(text)} for {name}, expected a finite number "
                + $"of at most {float.MaxValue:0.0e+0} in size. Correct it or take the row out.");
        }
        else
        {
            var hint = text.Contains(',') ? " The decimal mark is a point." : "";
            _faults.Add(_path, _line, field + 1, $"Found {FaultText.Quote(text)} for {name}, expected a number like 0.5 or 1e-3.{hint}");
        }
    }

    private void ReadLabel(CsvHeader header, int field, LabelColumn labels)
    {
        var text = _parser[field].Trim();
        if (_quotesAreWrong)
        {
            AddQuotesFault(field + 1);
        }
        else if (labels.Contains(text) || LabelFault(text, header[field]) is not { } fault)
        {
            labels.Add(text, _line);
        }
        else
        {
            _faults.Add(_path, _line, field + 1, fault);
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
            ? $"The label {FaultText.Quote(name)} is {FaultText.Quote(text)}, expected a class or a finite number. Correct it or take the row out."
            : null;
    }

    private void AddQuotesFault(int? column) =>
        _faults.Add(_path, _line, column, "The quotes are wrong: a field in quotes starts and ends with one, right beside the commas, "
            + "and a quote inside it is written twice.");
}

using System.Globalization;
using Granary.Data.Columns;
using Granary.Data.Faults;
using Granary.Data.Tables;
using Granary.Data.Values;
using Granary.Numerics.Datasets;

namespace Granary.Data.Records;

/// <summary>Reads the wanted columns of a file's records.</summary>
internal sealed class RecordTableReader
{
    // Below what the garbage collector treats as large: a part lives for a moment.
    private const int FloatsOfAPart = 1 << 14;

    private readonly FaultList _faults;
    private readonly TableRecords _records;
    private readonly TableHeader _header;
    private readonly RecordColumns _columns;
    private readonly NumberForm _form;
    private readonly FloatRows _numbers;

    // By feature column; null for numbers.
    private readonly TextColumn?[] _texts;
    private readonly TextColumn[] _labels;
    private readonly TextColumn? _heldOutBy;
    private readonly TextColumn[] _kept;
    private readonly List<int> _lines = [];
    private int _unlabelled;

    private RecordTableReader(TableRecords records, TableHeader header, RecordColumns columns, FaultList faults, FloatRows? numbers = null)
    {
        _faults = faults;
        _records = records;
        _header = header;
        _columns = columns;
        _form = records.Numbers;
        _numbers = numbers ?? new FloatRows(NumbersIn(columns));
        _texts = [.. columns.Features.Select(f => f.Reading.IsNumber ? null : TextsOf(f.Field, f.Reading.MostTexts))];
        _labels = [.. columns.Labels.Select(label => TextsOf(label.Field))];
        _heldOutBy = columns.HeldOutBy < 0 ? null : TextsOf(columns.HeldOutBy);
        _kept = [.. columns.Kept.Select(field => TextsOf(field))];
    }

    /// <summary>Reads records to their end.</summary>
    /// <param name="records">The records, before the first one.</param>
    /// <param name="layout">The columns they must have.</param>
    /// <param name="faults">Receives what is wrong with them.</param>
    /// <param name="maxValues">The largest number of numbers of all rows together, for tests that want a small one.</param>
    /// <returns>The rows, or null when a column is not there; of no use when faults were added.</returns>
    public static Table? Read(TableRecords records, RecordLayout layout, FaultList faults, int maxValues = Dataset.MaxValues)
    {
        var header = new TableHeader(records, faults);
        return header.Find(layout) is { } columns ? new RecordTableReader(records, header, columns, faults).ReadAll(maxValues) : null;
    }

    /// <summary>Reads records to their end, block by block.</summary>
    /// <param name="records">The records, before the first one.</param>
    /// <param name="layout">The columns they must have.</param>
    /// <param name="faults">Receives what is wrong with them.</param>
    /// <param name="rows">Rows of a block; the last one may have fewer.</param>
    /// <param name="take">Takes the blocks, which are of no use when faults were added.</param>
    /// <returns>The last block, empty; null when a column is not there.</returns>
    public static Table? ReadBlocks(TableRecords records, RecordLayout layout, FaultList faults, int rows, Action<Table> take)
    {
        var header = new TableHeader(records, faults);
        if (header.Find(layout) is not { } columns)
        {
            return null;
        }

        var (total, unlabelled) = (0L, 0);
        while (true)
        {
            var reader = new RecordTableReader(records, header, columns, faults);
            var block = reader.ReadBlock(rows);
            unlabelled += block.Unlabelled;
            if (block.Rows == 0)
            {
                reader.CheckThatThereAreRows(total, unlabelled);
                return block;
            }

            total += block.Rows;
            take(block);
        }
    }

    /// <summary>Reads records whose columns are known to their end.</summary>
    /// <param name="records">The records, before the first one.</param>
    /// <param name="header">The names of the file's columns.</param>
    /// <param name="columns">The columns wanted.</param>
    /// <param name="faults">Receives what is wrong with them. The first fault ends it.</param>
    public static RecordTableReader ReadPart(TableRecords records, TableHeader header, RecordColumns columns, FaultList faults)
    {
        var part = new RecordTableReader(records, header, columns, faults, new FloatRows(NumbersIn(columns), FloatsOfAPart));
        while (faults.Count == 0 && records.Read())
        {
            part.ReadRow();
        }

        return part;
    }

    /// <summary>Rows so far.</summary>
    public int Rows => _lines.Count;

    /// <summary>Numbers of all rows so far together.</summary>
    public long Numbers => (long)_lines.Count * _numbers.Columns;

    /// <summary>Adds the rows of the part that comes next in the file.</summary>
    public void Append(RecordTableReader next)
    {
        _numbers.Append(next._numbers);
        _lines.AddRange(next._lines);
        _unlabelled += next._unlabelled;
        foreach (var (texts, more) in AllTexts().Zip(next.AllTexts()))
        {
            texts.Append(more);
        }
    }

    /// <summary>All rows so far.</summary>
    public Table ToTable() => new(_records.Path, _lines.Count, [.. Columns()], _labels)
    {
        Lines = _lines,
        Dialect = _records.Dialect,
        AllNames = [.. _header.Names],
        SplitColumn = _heldOutBy,
        Unlabelled = _unlabelled,
        Kept = _kept,
        Notes = [.. Notes()],
    };

    private static int NumbersIn(RecordColumns columns) => columns.Features.Count(f => f.Reading.IsNumber);

    private IEnumerable<TextColumn> AllTexts() =>
        [.. _texts.OfType<TextColumn>(), .. _labels, .. _heldOutBy is null ? Array.Empty<TextColumn>() : [_heldOutBy], .. _kept];

    private Table ReadAll(int maxValues)
    {
        var before = _faults.Count;
        while (!_faults.IsFull && _records.Read() && HasRoom(maxValues))
        {
            ReadRow();
        }

        if (_faults.Count == before)
        {
            CheckThatThereAreRows(_lines.Count, _unlabelled);
        }

        return ToTable();
    }

    private Table ReadBlock(int rows)
    {
        while (_lines.Count < rows && !_faults.IsFull && _records.Read())
        {
            ReadRow();
        }

        return ToTable();
    }

    private void CheckThatThereAreRows(long rows, int unlabelled)
    {
        if (rows == 0 && _faults.Count == 0)
        {
            _faults.Add(_records.Path, unlabelled > 0
                ? $"None of the {unlabelled} rows has a label: expected some that have."
                : _records.Dialect is null ? "There are no rows." : "There are no rows: found the header only.");
        }
    }

    private IEnumerable<TableColumn> Columns()
    {
        var number = 0;
        for (var c = 0; c < _texts.Length; c++)
        {
            var (field, reading) = _columns.Features[c];
            yield return (TableColumn?)_texts[c] ?? new NumberColumn(_header[field], field + 1, _numbers, number++, reading.Shift);
        }
    }

    private IEnumerable<string> Notes()
    {
        foreach (var note in _records.Notes)
        {
            yield return note;
        }

        foreach (var column in _header.Nameless)
        {
            yield return $"column {column} ignored: it has no name";
        }

        if (_unlabelled > 0)
        {
            yield return $"{_unlabelled} {(_unlabelled == 1 ? "row" : "rows")} left out: no label";
        }
    }

    private TextColumn TextsOf(int field, int mostTexts = int.MaxValue) => new(_records.Path, _header[field], field + 1, mostTexts);

    private bool HasRoom(int maxValues)
    {
        var columns = Math.Max(1, _numbers.Columns);
        var hasRoom = (_lines.Count + 1L) * columns <= maxValues;
        if (!hasRoom)
        {
            _records.AddFault(null, $"There are too many rows: at most {maxValues} features are held, "
                + $"which is {maxValues / columns} rows of {columns}. Use fewer rows or features.");
        }

        return hasRoom;
    }

    private void ReadRow()
    {
        if (!HasTheColumns())
        {
            var where = _records.Dialect is { HasHeader: false } ? "the first row" : "the header";
            _records.AddFault(null, $"Found {_records.Count} fields, expected {_header.Count} as in {where}. "
                + "Text with a separator in it stands in quotes.");
            return;
        }

        // Of a field that was looked at already.
        if (_records.QuotesAreWrong)
        {
            _records.AddQuotesFault(field: null);
        }
        else if (HasLabels())
        {
            _lines.Add(_records.Line);
            ReadFeatures();
            ReadLabels();
            ReadKept();
        }
    }

    private bool HasLabels()
    {
        foreach (var (field, isNumber) in _columns.Labels)
        {
            var text = _records[field];
            var isMissing = isNumber ? MissingValues.Contains(text) : text.IsWhiteSpace();
            if (_records.QuotesAreWrong)
            {
                _records.AddQuotesFault(field);
                return false;
            }

            if (isMissing)
            {
                _unlabelled++;
                return false;
            }
        }

        return true;
    }

    // Some programs end each row with a separator.
    private bool HasTheColumns()
    {
        var endsWithSeparator = _records.Count == _header.Count + 1 && _records[_header.Count].Length == 0;
        return _records.Count == _header.Count || endsWithSeparator;
    }

    private void ReadFeatures()
    {
        var row = _numbers.Add();
        var number = 0;
        for (var c = 0; c < _texts.Length; c++)
        {
            var (field, reading) = _columns.Features[c];
            var text = _records[field];
            if (_records.QuotesAreWrong)
            {
                _records.AddQuotesFault(field);
                return;
            }

            if (_texts[c] is { } texts)
            {
                texts.Add(MissingValues.Contains(text) ? "" : text, _records.Line);
            }
            else
            {
                row[number++] = ReadNumber(field, text, reading);
            }
        }
    }

    private float ReadNumber(int field, ReadOnlySpan<char> text, ColumnReading reading)
    {
        var isNumber = _form.TryParse(text, out var number);
        if ((isNumber && double.IsNaN(number)) || (!isNumber && MissingValues.Contains(text)))
        {
            if (reading.MissingIsFault)
            {
                _records.AddFault(field, text.Length == 0
                    ? $"The field of {FaultText.Quote(_header[field])} is empty, expected a number. Fill it in or take the row out."
                    : $"Found {FaultText.Quote(text.ToString())} for {FaultText.Quote(_header[field])}, expected a number. Fill it in or take the row out.");
            }

            return float.NaN;
        }

        var rounded = (float)(number - reading.Shift);
        if (!isNumber || !float.IsFinite(rounded))
        {
            _records.AddFault(field, DescribeNumber(text.ToString(), FaultText.Quote(_header[field]), isNumber));
        }

        return rounded;
    }

    private string DescribeNumber(string text, string name, bool isNumber)
    {
        if (isNumber)
        {
            return $"Found {FaultText.Quote(text)} for {name}, expected a finite number of at most {float.MaxValue:0.0e+0} in size. "
                + "Correct it or take the row out.";
        }

        var mark = _records.Numbers.DecimalMark;
        var other = mark == '.' ? ',' : '.';
        var hint = text.Contains(other)
            ? $" Numbers are read with '{mark}' as their decimal mark: \"decimal\" says otherwise."
            : " Correct it, or say under \"columns\" that the column is a category.";
        return $"Found {FaultText.Quote(text)} for {name}, expected a number like 0{mark}5 or 1e-3.{hint}";
    }

    private void ReadLabels()
    {
        for (var l = 0; l < _labels.Length && !_records.QuotesAreWrong; l++)
        {
            ReadLabel(_labels[l], _columns.Labels[l].Field);
        }

        if (_heldOutBy is not null && !_records.QuotesAreWrong)
        {
            ReadHeldOutBy(_heldOutBy, _columns.HeldOutBy);
        }
    }

    private void ReadKept()
    {
        for (var k = 0; k < _kept.Length && !_records.QuotesAreWrong; k++)
        {
            _kept[k].Add(_records[_columns.Kept[k]], _records.Line);
            if (_records.QuotesAreWrong)
            {
                _records.AddQuotesFault(_columns.Kept[k]);
            }
        }
    }

    private void ReadLabel(TextColumn labels, int field)
    {
        var text = _records.Numbers.Normalize(_records[field].Trim());
        if (labels.Contains(text) || LabelFault(text.ToString(), _header[field]) is not { } fault)
        {
            labels.Add(text, _records.Line);
        }
        else
        {
            _records.AddFault(field, fault);
        }
    }

    private void ReadHeldOutBy(TextColumn texts, int field)
    {
        var text = _records[field].Trim();
        if (_records.QuotesAreWrong)
        {
            _records.AddQuotesFault(field);
        }
        else if (text.Length == 0)
        {
            _records.AddFault(field, $"The field of {FaultText.Quote(_header[field])} is empty, but rows are held out by it. "
                + "Fill it in or take the row out.");
        }
        else
        {
            texts.Add(text, _records.Line);
        }
    }

    private static string? LabelFault(string text, string name)
    {
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

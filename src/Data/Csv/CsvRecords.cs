using CsvHelper;
using Granary.Data.Csv.Dialects;
using Granary.Data.Faults;

namespace Granary.Data.Csv;

/// <summary>The records of a CSV file, one after the other.</summary>
internal sealed class CsvRecords : IDisposable
{
    // A quote that is never closed takes the rest of the file for one field: found out long before memory ends.
    private const int LongestField = 1_000_000;
    private const int BufferSize = 1 << 16;

    private readonly string _path;
    private readonly FaultList _faults;
    private readonly int _linesBefore;
    private readonly CsvParser _parser;

    /// <summary>Starts before the first record.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its content.</param>
    /// <param name="dialect">How it writes a table.</param>
    /// <param name="faults">Receives what is wrong with it.</param>
    public CsvRecords(string path, Stream content, CsvDialect dialect, FaultList faults)
    {
        _path = path;
        _faults = faults;
        _linesBefore = dialect.LinesBefore;
        var settings = CsvSettings.Of(dialect.Separator);
        settings.BufferSize = BufferSize;
        settings.MaxFieldSize = LongestField;
        settings.BadDataFound = _ => QuotesAreWrong = true;
        var reader = new StreamReader(content, TextEncodings.Of(dialect.Encoding), true, BufferSize);
        for (var line = 0; line < _linesBefore; line++)
        {
            reader.ReadLine();
        }

        _parser = new CsvParser(new LineLimit(reader), settings);
    }

    /// <summary>The line, from 1, on which the record starts.</summary>
    public int Line { get; private set; }

    /// <summary>Number of fields in the record.</summary>
    public int Count => _parser.Count;

    /// <summary>True when one of the record's fields that were looked at has quotes where none may be.</summary>
    public bool QuotesAreWrong { get; private set; }

    /// <summary>A field of the record, without its quotes.</summary>
    public string this[int field] => _parser[field];

    /// <summary>Goes to the next record that is not a blank line.</summary>
    /// <returns>False at the end of the file, and when it cannot be read on, which is a fault.</returns>
    public bool Read()
    {
        try
        {
            do
            {
                Line = _linesBefore + _parser.RawRow + 1;
                QuotesAreWrong = false;
                if (!_parser.Read())
                {
                    return false;
                }
            }
            while (Count == 1 && string.IsNullOrWhiteSpace(this[0]));
            return true;
        }
        catch (MaxFieldSizeException)
        {
            AddFault(null, $"A field has more than {LongestField} characters: probably a quote that opens here is never closed.");
            return false;
        }
    }

    /// <summary>Adds a fault of the record or of one of its fields, from 0.</summary>
    public void AddFault(int? field, string message) => _faults.Add(_path, Line, field + 1, message);

    /// <summary>Adds the fault that <see cref="QuotesAreWrong"/>.</summary>
    public void AddQuotesFault(int? field) => AddFault(field, "The quotes are wrong: a field in quotes starts and ends with one, "
        + "right beside the separators, and a quote inside it is written twice.");

    /// <inheritdoc/>
    public void Dispose() => _parser.Dispose();
}

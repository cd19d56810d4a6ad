using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Granary.Data.Writing;

/// <summary>Writes CSV, quoted as in RFC 4180 where that is needed.</summary>
internal sealed class CsvTableWriter : TableWriter
{
    private const int BufferCharacters = 1 << 16;

    private readonly CsvWriter _csv;
    private bool _hasHeader;

    public CsvTableWriter(Stream output, IReadOnlyList<OutputColumn> columns)
        : base(columns)
    {
        var text = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferCharacters, leaveOpen: true);
        _csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" });
    }

    public override void Write(OutputRows rows)
    {
        WriteHeader();
        for (var r = 0; r < rows.Count; r++)
        {
            for (var c = 0; c < Columns.Count; c++)
            {
                _csv.WriteField(Columns[c].IsNumber ? Text(rows.Numbers(c)[r]) : rows.Texts(c)[r]);
            }

            _csv.NextRecord();
        }
    }

    protected override void Dispose(bool disposing) => _csv.Dispose();

    // With the first rows: where there is a fault in them nothing is written.
    private void WriteHeader()
    {
        if (_hasHeader)
        {
            return;
        }

        _hasHeader = true;
        foreach (var column in Columns)
        {
            _csv.WriteField(column.Name);
        }

        _csv.NextRecord();
    }
}

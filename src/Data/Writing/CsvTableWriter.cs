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

    public CsvTableWriter(Stream output, IReadOnlyList<OutputColumn> columns)
        : base(columns)
    {
        var text = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferCharacters, leaveOpen: true);
        _csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" });
        foreach (var column in columns)
        {
            _csv.WriteField(column.Name);
        }

        _csv.NextRecord();
    }

    public override void Write(OutputRows rows)
    {
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
}

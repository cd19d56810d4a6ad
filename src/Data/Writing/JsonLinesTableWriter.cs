using System.Text.Encodings.Web;
using System.Text.Json;

namespace Granary.Data.Writing;

/// <summary>Writes JSON lines. A number that is none is null.</summary>
internal sealed class JsonLinesTableWriter(Stream output, IReadOnlyList<OutputColumn> columns) : TableWriter(columns)
{
    private readonly BufferedStream _output = new(output, 1 << 16);

    public override void Write(OutputRows rows)
    {
        using var json = new Utf8JsonWriter(_output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        for (var r = 0; r < rows.Count; r++)
        {
            WriteRow(json, rows, r);
            json.Flush();
            _output.WriteByte((byte)'\n');
            json.Reset();
        }
    }

    protected override void Dispose(bool disposing) => _output.Flush();

    private void WriteRow(Utf8JsonWriter json, OutputRows rows, int row)
    {
        json.WriteStartObject();
        for (var c = 0; c < Columns.Count; c++)
        {
            json.WritePropertyName(Columns[c].Name);
            if (!Columns[c].IsNumber)
            {
                json.WriteStringValue(rows.Texts(c)[row]);
            }
            else if (double.IsFinite(rows.Numbers(c)[row]))
            {
                json.WriteRawValue(Text(rows.Numbers(c)[row]));
            }
            else
            {
                json.WriteNullValue();
            }
        }

        json.WriteEndObject();
    }
}

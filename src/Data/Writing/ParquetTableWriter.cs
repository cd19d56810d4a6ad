using ParquetSharp;
using ParquetSharp.IO;

namespace Granary.Data.Writing;

/// <summary>Writes Parquet, many rows in a group.</summary>
internal sealed class ParquetTableWriter : TableWriter
{
    private const int RowsOfAGroup = 1 << 16;

    private readonly ManagedOutputStream _output;
    private readonly ParquetFileWriter _file;
    private readonly List<OutputRows> _waiting = [];
    private int _count;

    public ParquetTableWriter(Stream output, IReadOnlyList<OutputColumn> columns)
        : base(columns)
    {
        _output = new ManagedOutputStream(output, leaveOpen: true);
        _file = new ParquetFileWriter(_output, [.. columns.Select(c => c.IsNumber ? new Column<double>(c.Name) : (Column)new Column<string>(c.Name))]);
    }

    public override void Write(OutputRows rows)
    {
        _waiting.Add(rows);
        _count += rows.Count;
        if (_count >= RowsOfAGroup)
        {
            WriteGroup();
        }
    }

    protected override void Dispose(bool disposing)
    {
        WriteGroup();
        _file.Close();
        _file.Dispose();
        _output.Dispose();
    }

    private void WriteGroup()
    {
        if (_count == 0)
        {
            return;
        }

        using var group = _file.AppendRowGroup();
        for (var c = 0; c < Columns.Count; c++)
        {
            using var column = group.NextColumn();
            if (Columns[c].IsNumber)
            {
                column.LogicalWriter<double>().WriteBatch([.. _waiting.SelectMany(rows => rows.Numbers(c))]);
            }
            else
            {
                column.LogicalWriter<string>().WriteBatch([.. _waiting.SelectMany(rows => rows.Texts(c))]);
            }
        }

        _waiting.Clear();
        _count = 0;
    }
}

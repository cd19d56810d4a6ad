using Granary.Data.Faults;
using Granary.Data.Tables;
using Granary.Numerics.Datasets;

namespace Granary.Data;

/// <summary>Rows of a source, one after the other.</summary>
public sealed class RowBlock
{
    private readonly DataEncodings _encodings;
    private readonly Table _table;

    internal RowBlock(DataEncodings encodings, Table table) => (_encodings, _table) = (encodings, table);

    /// <summary>Number of rows.</summary>
    public int Rows => _table.Rows;

    /// <summary>The text of a kept column, as it is written.</summary>
    /// <param name="column">Which of the kept columns, from 0.</param>
    /// <param name="row">The row, from 0.</param>
    public string Kept(int column, int row) => _table.Kept[column].TextOf(row);

    /// <summary>Encodes the rows. Several blocks may be encoded at once.</summary>
    /// <exception cref="DataException">Fields do not fit; all faults are listed.</exception>
    public Dataset Encode()
    {
        var faults = new FaultList();
        var dataset = new DatasetBuilder(_encodings.Columns, _encodings.Targets).Build(_table, _table.Columns, _table.AllRows(), faults);
        faults.ThrowIfAny();
        return dataset!;
    }
}

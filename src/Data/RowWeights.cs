using Granary.Data.Faults;
using Granary.Data.Tables;

namespace Granary.Data;

/// <summary>Reads how much each training row counts.</summary>
internal static class RowWeights
{
    /// <summary>Reads them.</summary>
    /// <param name="table">The training source.</param>
    /// <param name="name">The column that has them; null for none.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="faults">Receives weights below 0, and none above.</param>
    /// <returns>A weight for each row; empty for none.</returns>
    public static float[] Read(Table table, string? name, int[] rows, FaultList faults)
    {
        if (name is null)
        {
            return [];
        }

        var column = (NumberColumn)table.Columns.Single(c => c.Name == name);
        var weights = new double[rows.Length];
        column.CopyTo(weights, rows);
        for (var r = 0; r < weights.Length && !faults.IsFull; r++)
        {
            if (!(weights[r] >= 0))
            {
                faults.Add(table.File, table.Lines?[rows[r]], column.Column, $"Found the weight {column.Show(rows[r])}, expected a number of at least 0.");
            }
        }

        if (Array.TrueForAll(weights, w => w == 0))
        {
            faults.Add(table.File, null, column.Column, "Each training row has the weight 0: expected one above 0 at least.");
        }

        return Array.ConvertAll(weights, w => (float)w);
    }
}

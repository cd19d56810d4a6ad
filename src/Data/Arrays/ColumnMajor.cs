using Granary.Data.Tables;

namespace Granary.Data.Arrays;

/// <summary>Reads arrays whose first dimension runs fastest, as Fortran lays them out.</summary>
internal static class ColumnMajor
{
    /// <summary>Reads the numbers into rows in which the last dimension runs fastest.</summary>
    public static FloatRows Read(Stream content, ArrayHeader header)
    {
        var rows = new FloatRows(header.RowLength);
        for (var r = 0; r < header.Rows; r++)
        {
            rows.Add();
        }

        var bytes = new byte[header.Rows * header.Type.Size];
        var column = new float[header.Rows];
        foreach (var place in Places(header.Dimensions[1..]))
        {
            content.ReadExactly(bytes);
            header.Type.Read(bytes, column);
            for (var r = 0; r < column.Length; r++)
            {
                rows[r][place] = column[r];
            }
        }

        return rows;
    }

    /// <summary>Where within a row each of the columns of a file goes, in the order of the file.</summary>
    /// <param name="dimensions">The dimensions of a row; none for a row of one number.</param>
    public static IEnumerable<int> Places(int[] dimensions)
    {
        var strides = new int[dimensions.Length];
        var length = 1;
        for (var d = dimensions.Length - 1; d >= 0; d--)
        {
            strides[d] = length;
            length *= dimensions[d];
        }

        for (var number = 0; number < length; number++)
        {
            var (place, rest) = (0, number);
            for (var d = 0; d < dimensions.Length; d++)
            {
                place += rest % dimensions[d] * strides[d];
                rest /= dimensions[d];
            }

            yield return place;
        }
    }
}

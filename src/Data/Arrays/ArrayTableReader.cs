using Granary.Data.Faults;
using Granary.Data.Sources;
using Granary.Data.Tables;

namespace Granary.Data.Arrays;

/// <summary>Reads the features and labels of a pair of array files.</summary>
internal static class ArrayTableReader
{
    /// <summary>Reads a source.</summary>
    /// <param name="source">The files.</param>
    /// <param name="label">Which column of a matrix of labels, c1, c2 and so on; null where they are one column.</param>
    /// <param name="withLabels">Whether the file of labels is read.</param>
    /// <param name="faults">Receives what is wrong with them.</param>
    /// <returns>The rows, or null when faults were added.</returns>
    public static Table? Read(ArraySource source, string? label, bool withLabels, FaultList faults)
    {
        var images = DataFile.Read(source.Images, faults, content => ReadImages(source.Images, content, faults));
        var labels = withLabels
            ? DataFile.Read(source.Labels, faults, content => ArrayLabels.Read(source.Labels, content, label, faults))
            : null;
        if (images is null || (withLabels && labels is null))
        {
            return null;
        }

        if (labels is not null && labels.Rows.Count != images.Count)
        {
            faults.Add(source.Labels, $"Found {labels.Rows.Count} labels, expected {images.Count}, one for each image of "
                + $"{source.Images}. Do both files belong to the same set?");
            return null;
        }

        var columns = Enumerable.Range(0, images.Columns).Select(i => new NumberColumn($"x{i}", column: null, images, i, shift: 0));
        return new Table(source.Images, images.Count, [.. columns], labels is null ? [] : [labels]);
    }

    private static FloatRows? ReadImages(string path, Stream content, FaultList faults)
    {
        var header = ArrayHeader.Read(content);
        var rows = header.IsColumnMajor ? ColumnMajor.Read(content, header) : ReadRows(content, header);

        // A compressed file is checked to be whole when its end is read.
        content.CopyTo(Stream.Null);
        return AreFinite(path, rows, faults) ? rows : null;
    }

    private static FloatRows ReadRows(Stream content, ArrayHeader header)
    {
        var rows = new FloatRows(header.RowLength);
        var bytes = new byte[header.RowLength * header.Type.Size];
        for (var r = 0; r < header.Rows; r++)
        {
            content.ReadExactly(bytes);
            header.Type.Read(bytes, rows.Add());
        }

        return rows;
    }

    private static bool AreFinite(string path, FloatRows rows, FaultList faults)
    {
        var before = faults.Count;
        for (var r = 0; r < rows.Count && !faults.IsFull; r++)
        {
            if (rows[r].IndexOfAnyExceptInRange(float.MinValue, float.MaxValue) is >= 0 and var at)
            {
                faults.Add(path, $"Row {r + 1}, number {at + 1}: found {rows[r][at]} as float32, expected a finite number "
                    + $"of at most {float.MaxValue:0.0e+0} in size.");
            }
        }

        return faults.Count == before;
    }
}

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
            faults.Add(source.Labels, Describe(labels.Rows.Count, images.Count, source));
            return null;
        }

        return TableOf(source, images, labels is null ? [] : [labels]);
    }

    /// <summary>Reads a source block by block; where the features lie column by column, all of them are read first.</summary>
    /// <param name="source">The files.</param>
    /// <param name="label">Which column of a matrix of labels, c1, c2 and so on; null where they are one column.</param>
    /// <param name="request">What is wanted.</param>
    /// <param name="faults">Receives what is wrong with them.</param>
    /// <param name="take">Takes the blocks, which are of no use when faults were added.</param>
    public static void ReadBlocks(ArraySource source, string? label, BlockRequest request, FaultList faults, Action<Table> take)
    {
        foreach (var name in request.Kept)
        {
            faults.Add(source.Images, $"There is no column {FaultText.Quote(name)} for the output: arrays have no named columns.");
        }

        var labels = request.WithLabels
            ? DataFile.Read(source.Labels, faults, content => ArrayLabels.Read(source.Labels, content, label, faults))
            : null;
        if (faults.Count > 0)
        {
            return;
        }

        var first = 0;
        DataFile.Read(source.Images, faults, content => ReadImages(source.Images, content, request.Rows, faults, images =>
        {
            take(TableOf(source, images, labels is null ? [] : [PartOf(labels, first, images.Count, source, faults)]));
            first += images.Count;
        }));
        if (labels is not null && labels.Rows.Count != first && faults.Count == 0)
        {
            faults.Add(source.Labels, Describe(labels.Rows.Count, first, source));
        }
    }

    private static TextColumn PartOf(TextColumn labels, int first, int rows, ArraySource source, FaultList faults)
    {
        var part = new TextColumn(labels.File, labels.Name, column: null);
        if (first + rows > labels.Rows.Count)
        {
            faults.Add(source.Labels, Describe(labels.Rows.Count, null, source));
            return part;
        }

        for (var row = first; row < first + rows; row++)
        {
            part.Add(labels.TextOf(row), line: null);
        }

        return part;
    }

    private static string Describe(int labels, int? images, ArraySource source) => $"Found {labels} labels, expected "
        + $"{(images is { } all ? $"{all}" : "more")}, one for each image of {source.Images}. Do both files belong to the same set?";

    private static Table TableOf(ArraySource source, FloatRows images, TextColumn[] labels)
    {
        var columns = Enumerable.Range(0, images.Columns).Select(i => new NumberColumn($"x{i}", column: null, images, i, shift: 0));
        return new Table(source.Images, images.Count, [.. columns], labels);
    }

    private static FloatRows? ReadImages(string path, Stream content, int rowsOfABlock, FaultList faults, Action<FloatRows> take)
    {
        var header = ArrayHeader.Read(content);
        if (header.IsColumnMajor)
        {
            var all = ColumnMajor.Read(content, header);
            content.CopyTo(Stream.Null);
            if (AreFinite(path, all, 0, faults))
            {
                take(all);
            }

            return all;
        }

        var rows = new FloatRows(header.RowLength);
        for (var first = 0; first < header.Rows && faults.Count == 0; first += rowsOfABlock)
        {
            rows = ReadRows(content, header, Math.Min(rowsOfABlock, header.Rows - first));
            if (AreFinite(path, rows, first, faults))
            {
                take(rows);
            }
        }

        content.CopyTo(Stream.Null);
        return rows;
    }

    private static FloatRows? ReadImages(string path, Stream content, FaultList faults)
    {
        var header = ArrayHeader.Read(content);
        var rows = header.IsColumnMajor ? ColumnMajor.Read(content, header) : ReadRows(content, header, header.Rows);

        // A compressed file is checked to be whole when its end is read.
        content.CopyTo(Stream.Null);
        return AreFinite(path, rows, 0, faults) ? rows : null;
    }

    private static FloatRows ReadRows(Stream content, ArrayHeader header, int count)
    {
        var rows = new FloatRows(header.RowLength);
        var bytes = new byte[header.RowLength * header.Type.Size];
        for (var r = 0; r < count; r++)
        {
            content.ReadExactly(bytes);
            header.Type.Read(bytes, rows.Add());
        }

        return rows;
    }

    private static bool AreFinite(string path, FloatRows rows, int first, FaultList faults)
    {
        var before = faults.Count;
        for (var r = 0; r < rows.Count && !faults.IsFull; r++)
        {
            if (rows[r].IndexOfAnyExceptInRange(float.MinValue, float.MaxValue) is >= 0 and var at)
            {
                faults.Add(path, $"Row {first + r + 1}, number {at + 1}: found {rows[r][at]} as float32, expected a finite number "
                    + $"of at most {float.MaxValue:0.0e+0} in size.");
            }
        }

        return faults.Count == before;
    }
}

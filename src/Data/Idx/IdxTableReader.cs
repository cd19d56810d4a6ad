using Granary.Data.Faults;
using Granary.Data.Sources;
using Granary.Data.Tables;

namespace Granary.Data.Idx;

/// <summary>Reads the features and labels of a pair of IDX files.</summary>
internal static class IdxTableReader
{
    /// <summary>Reads a source.</summary>
    /// <param name="source">The files.</param>
    /// <param name="withLabels">Whether the file of labels is read.</param>
    /// <param name="faults">Receives what is wrong with them.</param>
    /// <returns>The rows, or null when faults were added.</returns>
    public static Table? Read(IdxSource source, bool withLabels, FaultList faults)
    {
        var images = DataFile.Read(source.Images, faults, ReadImages);
        var labels = withLabels ? DataFile.Read(source.Labels, faults, content => ReadLabels(source.Labels, content)) : null;
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

        string[] names = [.. Enumerable.Range(0, images.Columns).Select(i => $"x{i}")];
        return new Table(source.Images, names, images, labels);
    }

    private static FloatRows ReadImages(Stream content)
    {
        var header = IdxHeader.ReadImages(content);
        var rows = new FloatRows(header.RowLength);
        var bytes = new byte[header.RowLength];
        for (var r = 0; r < header.Rows; r++)
        {
            content.ReadExactly(bytes);
            var row = rows.Add();
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = bytes[i];
            }
        }

        ReadToEnd(content);
        return rows;
    }

    private static LabelColumn ReadLabels(string path, Stream content)
    {
        var header = IdxHeader.ReadLabels(content);
        string[] texts = [.. Enumerable.Range(0, byte.MaxValue + 1).Select(value => $"{value}")];
        var bytes = new byte[header.Rows];
        content.ReadExactly(bytes);
        var labels = new LabelColumn(path, column: null);
        foreach (var value in bytes)
        {
            labels.Add(texts[value], line: null);
        }

        ReadToEnd(content);
        return labels;
    }

    // A compressed file is checked to be whole when its end is read.
    private static void ReadToEnd(Stream content) => content.CopyTo(Stream.Null);
}

using System.Globalization;
using Granary.Data.Faults;
using Granary.Data.Tables;

namespace Granary.Data.Idx;

/// <summary>Reads the labels of an IDX file: one for each row, or a matrix of which one column is wanted.</summary>
internal static class IdxLabels
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its content.</param>
    /// <param name="label">The column, c1, c2 and so on; null where there is one only.</param>
    /// <param name="faults">Receives what is wrong with the labels.</param>
    /// <returns>The labels, or null when faults were added.</returns>
    /// <exception cref="InvalidDataException">It is not an IDX file, or not whole.</exception>
    public static LabelColumn? Read(string path, Stream content, string? label, FaultList faults)
    {
        var header = IdxHeader.Read(content);
        var column = label is null ? (header.RowLength == 1 ? 0 : -1) : FindColumn(label, header.RowLength);
        if (column < 0)
        {
            faults.Add(path, Describe(label, header));
            return null;
        }

        var before = faults.Count;
        var labels = Read(path, content, header, column, faults);

        // A compressed file is checked to be whole when its end is read.
        content.CopyTo(Stream.Null);
        return faults.Count > before ? null : labels;
    }

    private static LabelColumn Read(string path, Stream content, IdxHeader header, int column, FaultList faults)
    {
        var labels = new LabelColumn(path, column: null);
        var texts = new Dictionary<double, string>();
        var bytes = new byte[header.RowBytes];
        for (var r = 0; r < header.Rows && !faults.IsFull; r++)
        {
            content.ReadExactly(bytes);
            var value = header.Element.Read(bytes.AsSpan(column * header.Element.Size()));
            if (!double.IsFinite(value))
            {
                faults.Add(path, $"Row {r + 1}: the label is {value}, expected a class or a finite number.");
                continue;
            }

            if (!texts.TryGetValue(value, out var text))
            {
                text = Text(header.Element, value);
                texts.Add(value, text);
            }

            labels.Add(text, line: null);
        }

        return labels;
    }

    // As its own type writes it: 0.1 as float32 is not 0.10000000149011612.
    private static string Text(IdxElement element, double value) => element == IdxElement.Float32
        ? ((float)value).ToString(CultureInfo.InvariantCulture)
        : value.ToString(CultureInfo.InvariantCulture);

    private static int FindColumn(string label, int columns) =>
        label.StartsWith('c') && int.TryParse(label.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= 1 && number <= columns
            ? number - 1
            : -1;

    private static string Describe(string? label, IdxHeader header)
    {
        var found = label is null
            ? $"Found {header.RowLength} numbers for each label, expected one"
            : $"There is no column {FaultText.Quote(label)} of labels: found {header.RowLength}";
        return header.RowLength == 1
            ? $"{found}, so leave 'label' out."
            : $"{found}. Choose a column with 'label', from \"c1\" to \"c{header.RowLength}\". Were images and labels swapped?";
    }
}

using System.Globalization;
using Granary.Data.Faults;
using Granary.Data.Tables;

namespace Granary.Data.Arrays;

/// <summary>Reads the labels of an array file: one for each row, or a matrix of which one column is wanted.</summary>
internal static class ArrayLabels
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its content.</param>
    /// <param name="label">The column, c1, c2 and so on; null where there is one only.</param>
    /// <param name="faults">Receives what is wrong with the labels.</param>
    /// <returns>The labels, or null when faults were added.</returns>
    /// <exception cref="InvalidDataException">It is not an array file, or not whole.</exception>
    public static TextColumn? Read(string path, Stream content, string? label, FaultList faults)
    {
        var header = ArrayHeader.Read(content);
        var column = label is null ? (header.RowLength == 1 ? 0 : -1) : FindColumn(label, header.RowLength);
        if (column < 0)
        {
            faults.Add(path, Describe(label, header));
            return null;
        }

        var before = faults.Count;
        var labels = Read(path, content, header, column, label, faults);

        // A compressed file is checked to be whole when its end is read.
        content.CopyTo(Stream.Null);
        return faults.Count > before ? null : labels;
    }

    private static TextColumn Read(string path, Stream content, ArrayHeader header, int column, string? label, FaultList faults)
    {
        var labels = new TextColumn(path, label ?? "label", column: null);
        var texts = new Dictionary<double, string>();
        var values = header.IsColumnMajor ? ByColumns(content, header, column) : ByRows(content, header, column);
        foreach (var (value, row) in values.Select((value, row) => (value, row)))
        {
            if (!double.IsFinite(value))
            {
                faults.Add(path, $"Row {row + 1}: the label is {value}, expected a class or a finite number.");
                continue;
            }

            if (!texts.TryGetValue(value, out var text))
            {
                text = Text(header.Type, value);
                texts.Add(value, text);
            }

            labels.Add(text, line: null);
        }

        return labels;
    }

    private static IEnumerable<double> ByRows(Stream content, ArrayHeader header, int column)
    {
        var size = header.Type.Size;
        var row = new byte[header.RowLength * size];
        for (var r = 0; r < header.Rows; r++)
        {
            content.ReadExactly(row);
            yield return header.Type.Read(row.AsSpan(column * size));
        }
    }

    private static IEnumerable<double> ByColumns(Stream content, ArrayHeader header, int column)
    {
        var size = header.Type.Size;
        var numbers = new byte[header.Rows * size];
        foreach (var place in ColumnMajor.Places(header.Dimensions[1..]))
        {
            content.ReadExactly(numbers);
            if (place == column)
            {
                return Enumerable.Range(0, header.Rows).Select(r => header.Type.Read(numbers.AsSpan(r * size)));
            }
        }

        return [];
    }

    // As its own type writes it: 0.1 as float32 is not 0.10000000149011612.
    private static string Text(NumberType type, double value) => type is { Kind: NumberKind.Float, Size: sizeof(float) }
        ? ((float)value).ToString(CultureInfo.InvariantCulture)
        : value.ToString(CultureInfo.InvariantCulture);

    private static int FindColumn(string label, int columns) =>
        label.StartsWith('c') && int.TryParse(label.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= 1 && number <= columns
            ? number - 1
            : -1;

    private static string Describe(string? label, ArrayHeader header)
    {
        var found = label is null
            ? $"Found {header.RowLength} numbers for each label, expected one"
            : $"There is no column {FaultText.Quote(label)} of labels: found {header.RowLength}";
        return header.RowLength == 1
            ? $"{found}, so leave 'label' out."
            : $"{found}. Choose a column with 'label', from \"c1\" to \"c{header.RowLength}\". Were images and labels swapped?";
    }
}

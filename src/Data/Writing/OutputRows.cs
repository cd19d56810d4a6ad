namespace Granary.Data.Writing;

/// <summary>Rows that are written.</summary>
/// <param name="count">How many.</param>
/// <param name="columns">The columns of the table.</param>
public sealed class OutputRows(int count, IReadOnlyList<OutputColumn> columns)
{
    private readonly string[][] _texts = [.. columns.Select(c => c.IsNumber ? [] : new string[count])];
    private readonly double[][] _numbers = [.. columns.Select(c => c.IsNumber ? new double[count] : [])];

    /// <summary>How many.</summary>
    public int Count => count;

    /// <summary>The texts of a column of texts.</summary>
    public string[] Texts(int column) => _texts[column];

    /// <summary>The numbers of a column of numbers.</summary>
    public double[] Numbers(int column) => _numbers[column];
}

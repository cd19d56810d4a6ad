namespace Granary.Data.Csv.Dialects;

/// <summary>How CSV files write a table, as far as it is given. What is null is guessed from the training source.</summary>
public sealed record CsvOptions
{
    /// <summary>What stands between fields: a comma, a semicolon, a tab, or a vertical bar.</summary>
    public char? Separator { get; init; }

    /// <summary>The decimal mark: a point or a comma.</summary>
    public char? DecimalMark { get; init; }

    /// <summary>What divides the digits of large numbers into groups of three; not the decimal mark.</summary>
    public char? ThousandsMark { get; init; }

    /// <summary>Whether the first record names the columns. Without a header they are c1, c2, and so on.</summary>
    public bool? Header { get; init; }

    /// <summary>The encoding of the text. A byte order mark in the file comes before it.</summary>
    public TextEncoding? Encoding { get; init; }
}

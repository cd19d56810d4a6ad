namespace Granary.Grains.Interfaces.Jobs;

/// <summary>How CSV files write a table, as far as the job says it. What is null is guessed from the training source.</summary>
[GenerateSerializer, Immutable, Alias("granary.CsvSpec")]
public sealed record CsvSpec
{
    /// <summary>The separators that can be given.</summary>
    public static IReadOnlyList<string> Separators { get; } = [",", ";", "\t", "|"];

    /// <summary>The decimal marks that can be given.</summary>
    public static IReadOnlyList<string> DecimalMarks { get; } = [".", ","];

    /// <summary>The thousands marks that can be given.</summary>
    public static IReadOnlyList<string> ThousandsMarks { get; } = [",", ".", " ", "'"];

    /// <summary>What stands between fields, one of <see cref="Separators"/>.</summary>
    [Id(0)]
    public string? Separator { get; init; }

    /// <summary>One of <see cref="DecimalMarks"/>.</summary>
    [Id(1)]
    public string? DecimalMark { get; init; }

    /// <summary>What divides digits into groups of three, one of <see cref="ThousandsMarks"/> but not the decimal mark.</summary>
    [Id(2)]
    public string? ThousandsMark { get; init; }

    /// <summary>Whether the first record names the columns.</summary>
    [Id(3)]
    public bool? Header { get; init; }

    /// <summary>The encoding of the text.</summary>
    [Id(4)]
    public EncodingName? Encoding { get; init; }
}

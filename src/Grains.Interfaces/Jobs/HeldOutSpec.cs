namespace Granary.Grains.Interfaces.Jobs;

/// <summary>Where rows come from that a job is not trained on: out of the training rows, or from a source of their own.</summary>
[GenerateSerializer, Immutable, Alias("granary.HeldOutSpec")]
public sealed record HeldOutSpec
{
    /// <summary>The share of the training rows that is held out, in [0, 1); 0 where <see cref="Source"/> is given.</summary>
    [Id(0)]
    public double Fraction { get; init; }

    /// <summary>How the rows are chosen; null by class where there are classes, else by row.</summary>
    [Id(1)]
    public HeldOutName? By { get; init; }

    /// <summary>The column of the groups or times by which they are; null for other ways.</summary>
    [Id(2)]
    public string? Column { get; init; }

    /// <summary>The source of the rows; null where they are held out.</summary>
    [Id(3)]
    public SourceSpec? Source { get; init; }
}

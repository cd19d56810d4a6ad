namespace Granary.Grains.Interfaces.Jobs;

/// <summary>What a job learns from. Paths are absolute. A silo reads a file under its path, or its copy of one that was uploaded (<see cref="JobSpec.Uploads"/>).</summary>
[GenerateSerializer, Immutable, Alias("granary.DataSpec")]
public sealed record DataSpec
{
    /// <summary>The training rows (and, with <see cref="TestFraction"/>, the test rows).</summary>
    [Id(0)]
    public required SourceSpec Train { get; init; }

    /// <summary>
    /// The CSV columns that hold the labels, at least one. Without a header, columns are named c1, c2, and so on, as are the columns of a
    /// matrix of labels in an array file; empty for one with one label for each row.
    /// </summary>
    [Id(1)]
    public string[] Labels { get; init; } = [];

    /// <summary>The CSV columns that are features; null for all but the labels.</summary>
    [Id(2)]
    public string[]? Features { get; init; }

    /// <summary>How numbers are scaled, fitted on the training rows only; null to standardize those of CSV files and leave arrays as they are.</summary>
    [Id(3)]
    public ScalingName? Scaling { get; init; }

    /// <summary>What features are multiplied by with <see cref="ScalingName.Factor"/>; above 0.</summary>
    [Id(4)]
    public float ScaleFactor { get; init; } = 1;

    /// <summary>The share of the rows held out as test rows, in [0, 1); 0 for none or when <see cref="Test"/> is given.</summary>
    [Id(5)]
    public double TestFraction { get; init; }

    /// <summary>A second source with the test rows, or null.</summary>
    [Id(6)]
    public SourceSpec? Test { get; init; }

    /// <summary>How the CSV files write a table, as far as it is not to be guessed.</summary>
    [Id(7)]
    public CsvSpec Csv { get; init; } = new();

    /// <summary>How single columns are used, as far as that is not to be guessed.</summary>
    [Id(8)]
    public ColumnSpec[] Columns { get; init; } = [];

    /// <summary>How the rows of <see cref="TestFraction"/> are chosen.</summary>
    [Id(9)]
    public HeldOutName TestBy { get; init; } = HeldOutName.Row;

    /// <summary>The column of the groups or times by which they are; null for other ways.</summary>
    [Id(10)]
    public string? TestColumn { get; init; }

    /// <summary>The rows on which the job is evaluated while it is trained, of those that are no test rows; null for none.</summary>
    [Id(11)]
    public HeldOutSpec? Validation { get; init; }

    /// <summary>The column of the training table that says how much each row counts in training; null where all count the same.</summary>
    [Id(12)]
    public string? Weight { get; init; }

    /// <summary>The test rows, told as those of <see cref="Validation"/> are; null for none.</summary>
    public HeldOutSpec? TestRows => Test is null && TestFraction == 0
        ? null
        : new HeldOutSpec { Fraction = TestFraction, By = TestBy, Column = TestColumn, Source = Test };
}

/// <summary>One source of rows: either a CSV file, or a pair of array files, IDX or npy.</summary>
[GenerateSerializer, Immutable, Alias("granary.SourceSpec")]
public sealed record SourceSpec
{
    /// <summary>A CSV file, plain, gzip or zip; null for arrays.</summary>
    [Id(0)]
    public string? Csv { get; init; }

    /// <summary>An IDX or npy file of images, plain, gzip or zip; null for CSV.</summary>
    [Id(1)]
    public string? Images { get; init; }

    /// <summary>The IDX or npy file of their labels, plain, gzip or zip; null for CSV.</summary>
    [Id(2)]
    public string? Labels { get; init; }
}

using System.Text.Json.Serialization;
using Granary.Data.Columns;
using Granary.Data.Csv.Dialects;
using Granary.Data.Encodings;
using Granary.Data.Scaling;
using Granary.Formulas.Activations;
using Granary.Numerics.Datasets;

namespace Granary.Models.Descriptions;

/// <summary>A model's description as its JSON has it.</summary>
internal sealed record ModelDocument
{
    /// <summary>The version of this form. Readers refuse later ones.</summary>
    public const int CurrentFormat = 1;

    public required int Format { get; init; }

    public required NetworkPart Network { get; init; }

    public required InputPart Inputs { get; init; }

    public required TargetPart Targets { get; init; }

    public required Provenance Provenance { get; init; }
}

/// <summary>The network.</summary>
internal sealed record NetworkPart
{
    public required int[] Dimensions { get; init; }

    public required Activation[] Activations { get; init; }

    /// <summary>Whether each hidden layer is normalized; null where none is.</summary>
    public bool[]? Normalized { get; init; }
}

/// <summary>The source of rows.</summary>
internal sealed record InputPart
{
    public required InputKind Kind { get; init; }

    /// <summary>How CSV files write a table.</summary>
    public DialectPart? Csv { get; init; }

    /// <summary>The columns, in the order of the features.</summary>
    public required ColumnPart[] Columns { get; init; }
}

/// <summary>What rows are read from.</summary>
internal enum InputKind
{
    Table,
    Arrays,
}

/// <summary>How CSV files write a table.</summary>
internal sealed record DialectPart
{
    public required TextEncoding Encoding { get; init; }

    public required char Separator { get; init; }

    public required char Decimal { get; init; }

    public char? Thousands { get; init; }

    public required bool Header { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int LinesBefore { get; init; }
}

/// <summary>A column, or for arrays several that are alike.</summary>
internal sealed record ColumnPart
{
    public required string Name { get; init; }

    /// <summary>For arrays how many columns this stands for, named x and their number.</summary>
    public int? Count { get; init; }

    public required ColumnType Type { get; init; }

    /// <summary>Whether its fields are read as numbers, and what is subtracted from them before they are rounded to float32.</summary>
    public double? Shift { get; init; }

    /// <summary>Whether a missing value is a fault.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Required { get; init; }

    /// <summary>What stands in for missing values, and whether a feature says where.</summary>
    public Imputation? Missing { get; init; }

    public ScalingPart? Scale { get; init; }

    public string[]? Categories { get; init; }

    /// <summary>Categories that share a feature.</summary>
    public string[]? Rare { get; init; }

    /// <summary>For categories whether missing values have a feature.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool MissingFeature { get; init; }

    /// <summary>How dates are written.</summary>
    public string? Format { get; init; }

    public DatePartPart[]? Parts { get; init; }
}

/// <summary>One part of a date.</summary>
internal sealed record DatePartPart
{
    public required DatePart Part { get; init; }

    public required ScalingPart Scale { get; init; }
}

/// <summary>How numbers are scaled.</summary>
internal sealed record ScalingPart
{
    public required FeatureScalingKind Kind { get; init; }

    public float? Factor { get; init; }

    public double? Offset { get; init; }

    public double? Divisor { get; init; }
}

/// <summary>What the outputs stand for.</summary>
internal sealed record TargetPart
{
    public required TargetKind Kind { get; init; }

    /// <summary>The columns of the labels; for arrays none, or the column of a matrix of labels.</summary>
    public required string[] Labels { get; init; }

    /// <summary>Those labels that are all numbers.</summary>
    public string[] Numbers { get; init; } = [];

    /// <summary>The classes, or the names of the values or questions of yes and no, in the order of the outputs.</summary>
    public required string[] Names { get; init; }

    /// <summary>For values how each is scaled.</summary>
    public ScalingPart[]? Scales { get; init; }
}

using System.Text.Json.Nodes;

namespace Granary.Models.Descriptions;

/// <summary>Where a model comes from: enough to train it again and compare the bits.</summary>
public sealed record Provenance
{
    /// <summary>That of a model which nobody has trained.</summary>
    public static Provenance None { get; } = new() { Job = "", Granary = "" };

    /// <summary>The id of the job that trained it.</summary>
    public required string Job { get; init; }

    /// <summary>The version of Granary that did.</summary>
    public required string Granary { get; init; }

    /// <summary>The job as it was submitted, with the dimensions that its data gave it.</summary>
    public JsonObject? Spec { get; init; }

    /// <summary>The SHA-256 of the job's features and targets.</summary>
    public string? DataHash { get; init; }

    /// <summary>Steps that were taken.</summary>
    public long Steps { get; init; }

    /// <summary>The hash of the weights; null while they are trained.</summary>
    public string? WeightsHash { get; init; }

    /// <summary>What was measured at the end: <c>trainLoss</c>, <c>testLoss</c>, <c>testAccuracy</c>, as far as it was.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();
}

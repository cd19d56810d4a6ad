using System.Text.Json;
using System.Text.Json.Serialization;
using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Formulas.Schedules;
using Granary.Numerics.Networks;

namespace Granary.Numerics.Tests.Golden;

/// <summary>A training run of <c>golden.json</c>; README.md says what its parts mean.</summary>
public sealed record GoldenCase(
    string Name,
    int[] Dimensions,
    string[] Activations,
    string Loss,
    GoldenOptimizer Optimizer,
    float[][] Inputs,
    float[][] Targets,
    float[][] Initial,
    double[] Losses,
    double[][] Final)
{
    /// <summary>How the learning rate changes; null where it does not.</summary>
    public GoldenSchedule? Schedule { get; init; }

    public float[] Dropout { get; init; } = [];

    public bool[]? Normalized { get; init; }

    public float LabelSmoothing { get; init; }

    public float[] RowWeights { get; init; } = [];

    public float[]? ClassWeights { get; init; }

    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web);

    public NetworkShape Network => new(Dimensions, [.. Activations.Select(a => Enum.Parse<Activation>(a, ignoreCase: true))], Normalized);

    public Loss LossKind => Enum.Parse<Loss>(Loss, ignoreCase: true);

    public static GoldenCase[] ReadAll()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Golden", "golden.json"));
        return JsonSerializer.Deserialize<GoldenCase[]>(file, CamelCase)!;
    }

    public override string ToString() => Name;
}

/// <summary>The schedule of a golden case.</summary>
public sealed record GoldenSchedule(string Name)
{
    public double Gamma { get; init; }

    public long EverySteps { get; init; }

    public long Length { get; init; }

    public double Least { get; init; }

    public long WarmupSteps { get; init; }

    public ScheduleSettings Settings => new(Enum.Parse<ScheduleKind>(Name, ignoreCase: true))
    {
        Gamma = Gamma,
        EverySteps = EverySteps,
        Length = Length,
        Least = Least,
        WarmupSteps = WarmupSteps,
    };
}

/// <summary>The optimizer of a golden case.</summary>
public sealed record GoldenOptimizer(string Name, float LearningRate)
{
    /// <summary>The optimizer's other numbers.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement> Numbers { get; init; } = [];

    public OptimizerSettings Settings => new(Enum.Parse<OptimizerKind>(Name, ignoreCase: true), LearningRate)
    {
        Given = Numbers.ToDictionary(n => n.Key, n => n.Value.GetSingle()),
    };
}

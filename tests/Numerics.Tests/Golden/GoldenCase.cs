using System.Text.Json;
using Granary.Numerics.Activations;
using Granary.Numerics.Losses;
using Granary.Numerics.Networks;
using Granary.Numerics.Optimizers;

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
    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web);

    public NetworkShape Network => new(Dimensions, [.. Activations.Select(a => Enum.Parse<Activation>(a, ignoreCase: true))]);

    public Loss LossKind => Loss == "mse" ? Numerics.Losses.Loss.MeanSquaredError : Enum.Parse<Loss>(Loss, ignoreCase: true);

    public static GoldenCase[] ReadAll()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Golden", "golden.json"));
        return JsonSerializer.Deserialize<GoldenCase[]>(file, CamelCase)!;
    }

    public override string ToString() => Name;
}

/// <summary>The optimizer of a golden case; what it does not use is left out.</summary>
public sealed record GoldenOptimizer(
    string Name, float LearningRate, float? Momentum, float? Beta1, float? Beta2, float? Epsilon, float? WeightDecay)
{
    public OptimizerSettings Settings
    {
        get
        {
            var settings = new OptimizerSettings(Enum.Parse<OptimizerKind>(Name, ignoreCase: true), LearningRate);
            return settings with
            {
                Momentum = Momentum ?? settings.Momentum,
                Beta1 = Beta1 ?? settings.Beta1,
                Beta2 = Beta2 ?? settings.Beta2,
                Epsilon = Epsilon ?? settings.Epsilon,
                WeightDecay = WeightDecay ?? settings.WeightDecay,
            };
        }
    }
}

using Granary.Grains.Records;
using Granary.Models.Descriptions;

namespace Granary.Grains.Models;

/// <summary>Completes the description of a model with what is known when its weights are.</summary>
internal static class ModelMetrics
{
    /// <summary>The description of the model with the weights after some steps.</summary>
    /// <param name="description">The description without that.</param>
    /// <param name="progress">What had been seen.</param>
    /// <param name="weightsHash">The hash of the weights.</param>
    public static ModelDescription After(this ModelDescription description, ProgressSnapshot progress, string weightsHash) => description with
    {
        Provenance = description.Provenance with
        {
            Steps = progress.Steps,
            WeightsHash = weightsHash,
            Metrics = Of(progress).Where(m => m.Value is { } value && double.IsFinite(value)).ToDictionary(m => m.Name, m => m.Value!.Value),
        },
    };

    private static IEnumerable<(string Name, double? Value)> Of(ProgressSnapshot progress)
    {
        var sums = progress.LastEpoch ?? progress.Epoch;
        yield return ("trainLoss", sums.Rows > 0 ? sums.Loss / sums.Rows : null);
        foreach (var (metric, value) in progress.Validation?.Metrics ?? [])
        {
            yield return ($"validation{metric}", value);
        }

        yield return ("testLoss", progress.TestLoss);
        yield return ("testAccuracy", progress.TestAccuracy);
        foreach (var output in progress.TestOutputs)
        {
            yield return ($"{output.Name} rmse", output.Rmse);
            yield return ($"{output.Name} r2", output.R2);
            yield return ($"{output.Name} accuracy", output.Accuracy);
        }
    }
}

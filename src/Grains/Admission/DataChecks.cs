using Granary.Grains.Interfaces.Jobs;
using Granary.Numerics.Datasets;

namespace Granary.Grains.Admission;

/// <summary>What can be wrong between a job and the data it names, once the data has been read.</summary>
internal static class DataChecks
{
    public static IEnumerable<Fault> Check(JobSpec spec, Dataset train)
    {
        var dimensions = spec.Network.Dimensions;
        if (dimensions[0] != train.FeatureCount)
        {
            yield return new Fault(
                $"found {dimensions[0]}, but the data has {train.FeatureCount} features: expected {train.FeatureCount}.",
                "network.dimensions[0]");
        }

        if (!train.FitsOutputs(dimensions[^1]))
        {
            yield return new Fault(OutputFault(dimensions[^1], train), $"network.dimensions[{dimensions.Length - 1}]");
        }

        if (spec.BatchSize > train.Rows)
        {
            yield return new Fault(
                $"found {spec.BatchSize}, but there are {train.Rows} training rows: expected at most {train.Rows}.", "batchSize");
        }

        if ((long)spec.BatchSize * dimensions.Max() > Dataset.MaxValues / 2)
        {
            yield return new Fault(
                $"found {spec.BatchSize}, which with a layer of {dimensions.Max()} neurons does not fit into memory: "
                + $"expected at most {Dataset.MaxValues / 2 / dimensions.Max()}.",
                "batchSize");
        }
    }

    private static string OutputFault(int outputs, Dataset train) => train.Targets == TargetKind.Values
        ? $"found {outputs}, but the label is a number to predict: expected 1."
        : $"found {outputs}, but the data has {train.ClassNames.Count} classes ({Names(train.ClassNames)}): "
            + $"expected {train.ClassNames.Count}{(train.ClassNames.Count == 2 ? " or 1" : "")}.";

    private static string Names(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(10)) + (names.Count > 10 ? ", ..." : "");
}

using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
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

        foreach (var fault in CheckTargets(spec, train).Concat(TrainingChecks.Check(spec, train)))
        {
            yield return fault;
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

    // What the network or its loss cannot learn, whatever its size.
    private static IEnumerable<Fault> CheckTargets(JobSpec spec, Dataset train)
    {
        var output = spec.Network.Activations[^1];
        var key = $"network.activations[{spec.Network.Activations.Length - 1}]";
        if (train.Targets == TargetKind.Values && spec.Loss == Loss.CrossEntropy)
        {
            yield return new Fault(
                $"found \"crossEntropy\", but the labels are numbers to predict: expected \"mse\", \"mae\" or \"huber\".", "loss");
        }

        if (train.Targets == TargetKind.Values && output == Activation.Softmax)
        {
            yield return new Fault("found \"softmax\", but the labels are numbers to predict: expected \"identity\".", key);
        }

        if (train.Targets == TargetKind.MultiLabel && output != Activation.Sigmoid)
        {
            yield return new Fault(
                $"found \"{JobFileNames.Of(output)}\", but there are {train.Outputs} labels of yes or no, each for itself: expected \"sigmoid\".", key);
        }
    }

    private static string OutputFault(int outputs, Dataset train) => train.Targets switch
    {
        TargetKind.Values => $"found {outputs}, but {(train.Outputs == 1 ? "the label is a number" : $"the labels are {train.Outputs} numbers")} "
            + $"to predict: expected {train.Outputs}.",
        TargetKind.MultiLabel => $"found {outputs}, but there are {train.Outputs} labels of yes or no: expected {train.Outputs}.",
        _ => $"found {outputs}, but the data has {train.ClassNames.Count} classes ({Names(train.ClassNames)}): "
            + $"expected {train.ClassNames.Count}{(train.ClassNames.Count == 2 ? " or 1" : "")}.",
    };

    private static string Names(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(10)) + (names.Count > 10 ? ", ..." : "");
}

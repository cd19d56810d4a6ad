using Granary.Formulas.Activations;
using Granary.Formulas.Losses;

namespace Granary.Grains.Interfaces.Jobs;

/// <summary>Checks a network, and whether a loss goes with it.</summary>
internal static class NetworkSpecValidator
{
    public static void Check(NetworkSpec network, SpecFaults faults)
    {
        CheckDimensions(network, faults);
        CheckActivations(network, faults);
        CheckDropout(network, faults);
        CheckNormalization(network, faults);
        faults.Unless(
            Enum.IsDefined(network.Initializer),
            "network.initializer",
            $"found the unknown initializer {(int)network.Initializer}");
    }

    public static void CheckLoss(NetworkSpec network, Loss loss, SpecFaults faults)
    {
        faults.Unless(Enum.IsDefined(loss), "loss", $"found the unknown loss {(int)loss}");
        if (Enum.IsDefined(loss) && network.Activations is [.., var output] && !LossFunction.Outputs(loss).Contains(output))
        {
            var fitting = LossFunction.Outputs(loss).Select(a => $"\"{JobFileNames.Of(a)}\"");
            faults.Add(
                "loss",
                $"found \"{JobFileNames.Of(loss)}\" with the output activation \"{JobFileNames.Of(output)}\", "
                + $"expected {string.Join(" or ", fitting)} there, or the loss \"mse\"");
        }
    }

    private static void CheckDimensions(NetworkSpec network, SpecFaults faults)
    {
        var dimensions = network.Dimensions;
        if (network.Hidden is { } hidden)
        {
            for (var i = 0; i < hidden.Length; i++)
            {
                faults.Unless(hidden[i] >= 1, $"network.hidden[{i}]", $"found {hidden[i]}, expected at least 1");
            }

            return;
        }

        faults.Unless(
            dimensions.Length >= 2,
            "network.dimensions",
            $"found {dimensions.Length} of them, expected at least 2: the length of an input row and the number of outputs");
        for (var i = 0; i < dimensions.Length; i++)
        {
            faults.Unless(dimensions[i] >= 1, $"network.dimensions[{i}]", $"found {dimensions[i]}, expected at least 1");
        }
    }

    private static void CheckNormalization(NetworkSpec network, SpecFaults faults)
    {
        CheckCount(network, network.Normalization.Length, "normalization", faults);
        for (var i = 0; i < network.Normalization.Length; i++)
        {
            faults.Unless(
                Enum.IsDefined(network.Normalization[i]),
                $"network.normalization[{i}]",
                $"found the unknown normalization {(int)network.Normalization[i]}");
        }
    }

    private static void CheckCount(NetworkSpec network, int found, string key, SpecFaults faults)
    {
        var hidden = network.Layers - 1;
        faults.Unless(
            found == 0 || found == hidden || hidden < 0,
            $"network.{key}",
            $"found {found} for {hidden} hidden layers, expected one for each: the output has no {key}");
    }

    private static void CheckDropout(NetworkSpec network, SpecFaults faults)
    {
        CheckCount(network, network.Dropout.Length, "dropout", faults);
        for (var i = 0; i < network.Dropout.Length; i++)
        {
            faults.Unless(
                network.Dropout[i] is >= 0 and < 1,
                $"network.dropout[{i}]",
                $"found {network.Dropout[i]}, expected a share of the neurons from 0 to below 1");
        }
    }

    private static void CheckActivations(NetworkSpec network, SpecFaults faults)
    {
        var activations = network.Activations;
        var layers = network.Layers;
        faults.Unless(
            layers < 1 || activations.Length == layers,
            "network.activations",
            network.Hidden is { } hidden
                ? $"found {activations.Length} for {hidden.Length} hidden layers and the output, expected one for each: {layers}"
                : $"found {activations.Length} for {layers + 1} dimensions, expected one for each layer: {layers}");
        for (var i = 0; i < activations.Length; i++)
        {
            faults.Unless(
                Enum.IsDefined(activations[i]),
                $"network.activations[{i}]",
                $"found the unknown activation {(int)activations[i]}");
        }

        faults.Unless(
            activations is not [.., Activation.Softmax] || network.Dimensions is not [.., 1],
            $"network.activations[{activations.Length - 1}]",
            "found \"softmax\" over a single output, which is always 1; expected 2 outputs or more, or \"sigmoid\"");
    }
}

using System.Text.Json;
using Granary.Formulas.Activations;
using Granary.Formulas.Initializers;
using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.JobFiles.Json;

namespace Granary.Requests.JobFiles;

/// <summary>Reads the object <c>network</c> of a job file. What has a fault gets a stand-in that no later check complains about.</summary>
internal static class NetworkReader
{
    // Sigmoid goes with every loss and every number of outputs.
    private const Activation AnyActivation = Activation.Sigmoid;

    private const int AnyDimension = 2;

    /// <summary>A network without fault, for a job file whose own has not been found.</summary>
    public static NetworkSpec StandIn { get; } = new() { Dimensions = [AnyDimension, AnyDimension], Activations = [AnyActivation] };

    public static NetworkSpec Read(ObjectReader network)
    {
        network.Require("activations");
        var activations = network.List("activations", (values, node, key) => values.Name(node, key, AnyActivation));
        var hidden = ReadDimensions(network, "hidden");
        var dimensions = ReadDimensions(network, "dimensions");
        if (network.Has("hidden") == network.Has("dimensions"))
        {
            network.Refuse(
                "dimensions",
                network.Has("hidden")
                    ? "found 'dimensions' and 'hidden', expected one of them"
                    : "found nothing, expected 'hidden', the lengths of the hidden layers, or 'dimensions', those of all rows from the input's to the output's");
        }

        var layers = hidden?.Length + 1 ?? dimensions?.Length - 1 ?? activations?.Length ?? 1;
        return new NetworkSpec
        {
            Hidden = hidden,
            Dimensions = hidden is null ? dimensions ?? [.. Enumerable.Repeat(AnyDimension, Math.Max(layers, 1) + 1)] : [],
            Activations = activations ?? [.. Enumerable.Repeat(AnyActivation, Math.Max(layers, 0))],
            Normalization = ReadNormalization(network, layers - 1),
            Dropout = ReadDropout(network, layers - 1),
            Initializer = network.Name("initializer", Initializer.Xavier),
        };
    }

    // One number is that of all hidden layers.
    private static double[] ReadDropout(ObjectReader network, int hidden) => network.Find("dropout") is null or ListNode
        ? network.List("dropout", (values, node, key) => values.Double(node, key, 0)) ?? []
        : [.. Enumerable.Repeat(network.Double("dropout", 0), Math.Max(hidden, 0))];

    // One name is that of all hidden layers.
    private static NormalizationName[] ReadNormalization(ObjectReader network, int hidden)
    {
        if (NamesBatch(network.Find("normalization")))
        {
            network.Refuse(
                "normalization",
                "found \"batch\", which would make the result of a row depend on the other rows of its mini-batch, and have workers wait for each other in "
                + "each layer; expected \"layer\", which normalizes each row by itself, or \"none\"");
            return [];
        }

        return network.Find("normalization") is ListNode
            ? network.List("normalization", (values, node, key) => values.Name(node, key, NormalizationName.None)) ?? []
            : network.OptionalName<NormalizationName>("normalization") is { } all and not NormalizationName.None ? [.. Enumerable.Repeat(all, Math.Max(hidden, 0))] : [];
    }

    private static bool NamesBatch(Node? node) => node switch
    {
        ListNode list => list.Items.Any(NamesBatch),
        ScalarNode { Kind: JsonTokenType.String } name => name.Text.StartsWith("batch", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    private static int[]? ReadDimensions(ObjectReader network, string key) =>
        network.List(key, (values, node, itemKey) => values.Int32(node, itemKey, AnyDimension));
}

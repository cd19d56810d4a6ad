using Granary.Formulas.Activations;
using Granary.Formulas.Initializers;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.JobFiles;

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
        network.Require("dimensions", "activations");
        var dimensions = network.List("dimensions", (values, node, key) => values.Int32(node, key, AnyDimension));
        var activations = network.List("activations", (values, node, key) => values.Name(node, key, AnyActivation));
        var layers = dimensions?.Length - 1 ?? activations?.Length ?? 1;
        return new NetworkSpec
        {
            Dimensions = dimensions ?? [.. Enumerable.Repeat(AnyDimension, Math.Max(layers, 1) + 1)],
            Activations = activations ?? [.. Enumerable.Repeat(AnyActivation, Math.Max(layers, 0))],
            Initializer = network.Name("initializer", Initializer.Xavier),
        };
    }
}

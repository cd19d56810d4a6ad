using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.JobFiles;

/// <summary>Reads the objects <c>network</c> and <c>optimizer</c> of a job file. What has a fault gets a stand-in that no later check complains about.</summary>
internal static class NetworkReader
{
    // Sigmoid goes with every loss and every number of outputs.
    private const ActivationName AnyActivation = ActivationName.Sigmoid;

    private const int AnyDimension = 2;

    /// <summary>A network without fault, for a job file whose own has not been found.</summary>
    public static NetworkSpec StandIn { get; } = new() { Dimensions = [AnyDimension, AnyDimension], Activations = [AnyActivation] };

    /// <summary>An optimizer without fault, for a job file whose own has not been found.</summary>
    public static OptimizerSpec OptimizerStandIn { get; } = new() { Name = OptimizerName.Sgd, LearningRate = 1 };

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
            Initializer = network.Name("initializer", InitializerName.Xavier),
        };
    }

    public static OptimizerSpec ReadOptimizer(ObjectReader optimizer)
    {
        optimizer.Require("name", "learningRate");
        var standIn = OptimizerStandIn;
        return new OptimizerSpec
        {
            Name = optimizer.Name("name", standIn.Name),
            LearningRate = optimizer.Single("learningRate", standIn.LearningRate),
            Momentum = optimizer.Single("momentum", standIn.Momentum),
            Beta1 = optimizer.Single("beta1", standIn.Beta1),
            Beta2 = optimizer.Single("beta2", standIn.Beta2),
            Epsilon = optimizer.Single("epsilon", standIn.Epsilon),
            WeightDecay = optimizer.Single("weightDecay", standIn.WeightDecay),
        };
    }
}

using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.JobFiles;

/// <summary>Reads the object <c>optimizer</c> of a job file. What has a fault gets a stand-in that no later check complains about.</summary>
internal static class OptimizerReader
{
    /// <summary>An optimizer without fault, for a job file whose own has not been found.</summary>
    public static OptimizerSpec StandIn { get; } = new() { Name = OptimizerName.Sgd, LearningRate = 1 };

    public static OptimizerSpec Read(ObjectReader optimizer)
    {
        optimizer.Require("name", "learningRate");
        return new OptimizerSpec
        {
            Name = optimizer.Name("name", StandIn.Name),
            LearningRate = optimizer.Single("learningRate", StandIn.LearningRate),
            Momentum = optimizer.Single("momentum", StandIn.Momentum),
            Beta1 = optimizer.Single("beta1", StandIn.Beta1),
            Beta2 = optimizer.Single("beta2", StandIn.Beta2),
            Epsilon = optimizer.Single("epsilon", StandIn.Epsilon),
            WeightDecay = optimizer.Single("weightDecay", StandIn.WeightDecay),
        };
    }
}

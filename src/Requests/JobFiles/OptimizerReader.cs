using Granary.Formulas.Optimizers;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Requests.JobFiles;

/// <summary>Reads the object <c>optimizer</c> of a job file. What has a fault gets a stand-in that no later check complains about.</summary>
internal static class OptimizerReader
{
    /// <summary>An optimizer without fault, for a job file whose own has not been found.</summary>
    public static OptimizerSpec StandIn { get; } = new() { Name = OptimizerKind.Sgd, LearningRate = 1 };

    public static OptimizerSpec Read(ObjectReader optimizer)
    {
        optimizer.Require("name", "learningRate");
        return new OptimizerSpec
        {
            Name = optimizer.Name("name", StandIn.Name),
            LearningRate = optimizer.Single("learningRate", StandIn.LearningRate),
            Numbers =
            [
                .. OptimizerCatalog.AllSettings
                    .Where(s => optimizer.Has(s.Name))
                    .Select(s => new OptimizerNumber(s.Name, optimizer.Single(s.Name, s.Default))),
            ],
        };
    }
}

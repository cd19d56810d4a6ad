using Granary.Formulas.Optimizers;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Layers;
using Granary.Numerics.Networks;
using Granary.Numerics.Sharding;
using Granary.Numerics.Slicing;
using Granary.Numerics.Training;

namespace Granary.Grains.Mapping;

/// <summary>Turns what jobs say into what the numeric core understands. Nothing else knows both vocabularies.</summary>
internal static class SpecMapping
{
    public static TrainingSettings ToSettings(this JobSpec spec) =>
        new(spec.Network.ToShape(), spec.Loss, spec.Optimizer.ToSettings(), spec.BatchSize)
        {
            Initializer = spec.Network.Initializer,
            Seed = spec.Seed,
            Shards = spec.Shards,
            Epochs = spec.Epochs,
            Steps = spec.Steps,
            Wire = spec.Wire.ToWireFormat(),
        };

    public static BatchSchedule ToSchedule(this JobSpec spec, int trainRows) =>
        new(trainRows, spec.BatchSize, spec.Shards, spec.Epochs, spec.Steps);

    public static NetworkShape ToShape(this NetworkSpec network) =>
        new(network.Dimensions, network.Activations);

    public static WireFormat ToWireFormat(this WireName wire) => Enum.Parse<WireFormat>(wire.ToString());

    public static SliceCut ToCut(this CutSpec spec) => new(spec.MaxWeights, spec.Alignment);

    public static CutSpec ToSpec(this SliceCut cut) => new(cut.MaxWeights, cut.Alignment);

    private static OptimizerSettings ToSettings(this OptimizerSpec spec) =>
        new(spec.Name, spec.LearningRate) { Given = spec.Numbers.ToDictionary(n => n.Name, n => n.Value) };
}

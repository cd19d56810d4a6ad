using Granary.Formulas.Optimizers;
using Granary.Formulas.Schedules;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Layers;
using Granary.Numerics.Datasets;
using Granary.Numerics.Networks;
using Granary.Numerics.Sharding;
using Granary.Numerics.Slicing;
using Granary.Numerics.Training;

namespace Granary.Grains.Mapping;

/// <summary>Turns what jobs say into what the numeric core understands. Nothing else knows both vocabularies.</summary>
internal static class SpecMapping
{
    public static TrainingSettings ToSettings(this JobSpec spec) =>
        new(spec.Network.ToShape(), spec.Loss, spec.Optimizer.ToSettings() with { Schedule = ToSettings(spec.Schedule) }, spec.BatchSize)
        {
            Initializer = spec.Network.Initializer,
            Seed = spec.Seed,
            Shards = spec.Shards,
            Epochs = spec.Epochs,
            Steps = spec.Steps,
            Wire = spec.Wire.ToWireFormat(),
        };

    /// <summary>What is done to the training rows only.</summary>
    /// <param name="spec">The job.</param>
    /// <param name="train">The training rows, by which classes are weighted.</param>
    public static Regularization ToRegularization(this JobSpec spec, Dataset train) => new()
    {
        Dropout = [.. spec.Network.Dropout.Select(rate => (float)rate)],
        Seed = spec.Seed,
        LabelSmoothing = spec.LabelSmoothing,
        ClassWeights = spec.ClassWeights is { } weights ? ToWeights(weights, train) : null,
    };

    public static BatchSchedule ToSchedule(this JobSpec spec, int trainRows) =>
        new(trainRows, spec.BatchSize, spec.Shards, spec.Epochs, spec.Steps);

    /// <summary>The learning rates of a job's steps.</summary>
    /// <param name="spec">The job.</param>
    /// <param name="rate">The learning rate that the schedule is of; null for the job's own.</param>
    public static LearningRateSchedule ToRates(this JobSpec spec, double? rate) => new(rate ?? spec.Optimizer.LearningRate, ToSettings(spec.Schedule));

    public static NetworkShape ToShape(this NetworkSpec network) =>
        new(network.Dimensions, network.Activations, network.Normalization is { Length: > 0 } all ? [.. all.Select(n => n == NormalizationName.Layer)] : null);

    public static WireFormat ToWireFormat(this WireName wire) => Enum.Parse<WireFormat>(wire.ToString());

    public static SliceCut ToCut(this CutSpec spec) => new(spec.MaxWeights, spec.Alignment);

    public static CutSpec ToSpec(this SliceCut cut) => new(cut.MaxWeights, cut.Alignment);

    private static OptimizerSettings ToSettings(this OptimizerSpec spec) =>
        new(spec.Name, spec.LearningRate) { Given = spec.Numbers.ToDictionary(n => n.Name, n => n.Value) };

    private static ScheduleSettings ToSettings(ScheduleSpec? spec)
    {
        if (spec is null)
        {
            return ScheduleSettings.Constant;
        }

        var settings = new ScheduleSettings(spec.Name);
        return settings with
        {
            WarmupSteps = spec.WarmupSteps ?? settings.WarmupSteps,
            Gamma = spec.Gamma ?? settings.Gamma,
            EverySteps = spec.EverySteps ?? settings.EverySteps,
            Length = spec.Steps ?? settings.Length,
            Least = spec.MinLearningRate ?? settings.Least,
            StartShare = spec.PctStart ?? settings.StartShare,
            Divisor = spec.DivFactor ?? settings.Divisor,
            FinalDivisor = spec.FinalDivFactor ?? settings.FinalDivisor,
        };
    }

    // Balanced as scikit-learn does it: rows / (classes x rows of the class).
    private static float[] ToWeights(ClassWeightsSpec spec, Dataset train)
    {
        var names = train.ClassNames;
        if (!spec.Balanced)
        {
            return [.. names.Select(name => Array.Find(spec.Given, w => w.Class == name)?.Weight ?? 1)];
        }

        var counts = new int[names.Count];
        foreach (var label in train.Labels)
        {
            counts[label]++;
        }

        return [.. counts.Select(count => count == 0 ? 1 : (float)(train.Rows / ((double)names.Count * count)))];
    }
}

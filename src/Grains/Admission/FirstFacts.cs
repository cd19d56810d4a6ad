using Granary.Data;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Mapping;
using Granary.Numerics.Datasets;
using Granary.Numerics.Slicing;

namespace Granary.Grains.Admission;

/// <summary>What is known of a job before it is assigned.</summary>
internal static class FirstFacts
{
    public static JobFacts Of(JobSpec spec, TrainingData data, SliceCut cut)
    {
        var network = spec.Network.ToShape();
        var slices = SlicePlan.Cut(network, cut);
        var schedule = spec.ToSchedule(data.Train.Rows);
        return new JobFacts
        {
            Layers = [.. network.Layers.Select((l, i) => new LayerFacts(l.Inputs, l.Outputs, spec.Network.Activations[i], slices[i].Length))],
            Parameters = network.Parameters,
            TrainRows = data.Train.Rows,
            ValidationRows = data.Validation?.Rows ?? 0,
            TestRows = data.Test?.Rows ?? 0,
            Notes = [.. data.Notes],
            Classes = [.. data.Train.ClassNames],
            Values = NamesOf(TargetKind.Values, data.Train),
            Units = [.. data.Train.TargetNames.Units],
            YesNo = NamesOf(TargetKind.MultiLabel, data.Train),
            StepsPerEpoch = schedule.StepsPerEpoch,
            TotalSteps = schedule.TotalSteps,
            Silos = 0,
            Workers = 0,
            Kernels = [],
            ComputeThreads = 0,
        };
    }

    private static string[] NamesOf(TargetKind kind, Dataset train) => train.Targets == kind ? [.. train.TargetNames.Names] : [];
}

using System.Runtime.Intrinsics;
using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Formulas.Randomness;
using Granary.Formulas.Schedules;
using Granary.Numerics.Datasets;
using Granary.Numerics.Kernels.Dispatch;
using Granary.Numerics.Memory;
using Granary.Numerics.Networks;
using Granary.Numerics.Sharding;
using Granary.Numerics.Slicing;
using Granary.Numerics.Threads;
using Granary.Numerics.Training;

namespace Granary.Numerics.Bits;

/// <summary>
/// Small training runs with every activation, loss, optimizer and wire, to be compared between processes whose runtimes are told to
/// do without some of the processor's instructions.
/// </summary>
public static class TrainingRuns
{
    private const int Rows = 60;
    private const int Features = 11;
    private const int Classes = 5;

    /// <summary>Bits of the widest vectors that this process computes with; 0 when it computes with none.</summary>
    public static int VectorBits =>
        Vector512.IsHardwareAccelerated ? 512
        : Vector256.IsHardwareAccelerated ? 256
        : Vector128.IsHardwareAccelerated ? 128
        : 0;

    /// <summary>The kernel that is chosen when none is asked for.</summary>
    public static string Kernel => MatrixKernels.Create().Name;

    /// <summary>Trains, and gives for each run its name and the hash of its last weights.</summary>
    public static IEnumerable<(string Name, string Hash)> Hashes()
    {
        using var team = new ComputeTeam(2);
        var kernel = MatrixKernels.Create();
        var data = RandomRows();
        foreach (var settings in AllSettings())
        {
            var trainer = new SequentialTrainer(settings, data, kernel, team, new SliceCut(500, SlicePlan.FinestAlignment));
            trainer.Train();
            var activations = string.Join('-', settings.Network.Layers.Select(l => l.Activation));
            var plain = settings.Regularization == Regularization.None ? "" : "-regularized";
            yield return ($"{settings.Optimizer.Kind}-{settings.Loss}-{activations}-{settings.Wire}{plain}", trainer.WeightsHash);
        }
    }

    private static IEnumerable<TrainingSettings> AllSettings()
    {
        var activations = Enum.GetValues<Activation>();
        var optimizers = Enum.GetValues<OptimizerKind>();
        for (var i = 0; i < activations.Length; i++)
        {
            var (first, second) = (activations[i], activations[(i + 1) % activations.Length]);
            var optimizer = new OptimizerSettings(optimizers[i % optimizers.Length], 0.05f);
            yield return Settings([first, second, Activation.Softmax], Loss.CrossEntropy, optimizer);
            yield return Settings([second, first, Activation.Sigmoid], Loss.CrossEntropy, optimizer);
            yield return Settings([Activation.Tanh, Activation.Relu, first], Loss.Mse, optimizer);
            yield return Settings([first, second, Activation.Softmax], Loss.CrossEntropy, optimizer) with { Wire = WireFormat.Bfloat16 };
            yield return Regularized(Settings([first, second, Activation.Softmax], Loss.CrossEntropy, optimizer));
        }
    }

    private static TrainingSettings Regularized(TrainingSettings settings) => settings with
    {
        Network = new NetworkShape([Features, 37, 70, Classes], [.. settings.Network.Layers.Select(l => l.Activation)], [true, true]),
        Optimizer = settings.Optimizer with
        {
            Given = new Dictionary<string, float> { ["weightDecay"] = 0.02f, ["clipValue"] = 0.1f, ["clipNorm"] = 0.5f },
            Schedule = new ScheduleSettings(ScheduleKind.Cosine) { Length = 5, WarmupSteps = 2 },
        },
        Regularization = new Regularization
        {
            Dropout = [0.5f, 0.25f],
            LabelSmoothing = 0.1f,
            ClassWeights = [0.5f, 1, 1.5f, 2, 3],
        },
    };

    // 25, 25 and 10 rows a batch; rows of 37 and 70 floats leave a rest at every vector width.
    private static TrainingSettings Settings(Activation[] activations, Loss loss, OptimizerSettings optimizer) =>
        new(new NetworkShape([Features, 37, 70, Classes], activations), loss, optimizer, 25) { Epochs = 2 };

    private static Dataset RandomRows()
    {
        var features = new AlignedBuffer(Rows * Features);
        CounterRandom.Normal(1, RandomPurpose.Shuffle, 0, 0, features.Span);
        var names = Enumerable.Range(0, Features).Select(i => $"x{i}").ToArray();
        var classes = Enumerable.Range(0, Classes).Select(c => $"{c}").ToArray();
        return Dataset.OfClasses(features, names, [.. Enumerable.Range(0, Rows).Select(r => r % Classes)], classes);
    }
}

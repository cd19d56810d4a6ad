using Granary.Formulas.Activations;
using Granary.Formulas.Initializers;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Formulas.Schedules;
using Granary.Numerics.Datasets;
using Granary.Numerics.Kernels.Dispatch;
using Granary.Numerics.Networks;
using Granary.Numerics.Sharding;
using Granary.Numerics.Slicing;
using Granary.Numerics.Tests.Lanes;
using Granary.Numerics.Threads;
using Granary.Numerics.Training;

namespace Granary.Numerics.Tests.Training;

/// <summary>
/// Every kernel, with one thread and with several, against <see cref="PlainTrainer"/>, bit for bit and step by step.
/// </summary>
public class SequentialTrainerTests
{
    private static readonly OptimizerSettings Sgd = new(OptimizerKind.Sgd, 0.25f);

    public static TheoryData<OptimizerKind, Initializer> Optimizers()
    {
        var initializers = Enum.GetValues<Initializer>();
        var data = new TheoryData<OptimizerKind, Initializer>();
        foreach (var kind in Enum.GetValues<OptimizerKind>())
        {
            data.Add(kind, initializers[(int)kind % initializers.Length]);
        }

        return data;
    }

    // 50 rows in batches of 23, 23 and 4: none of them divides into the 8 shards, and the last leaves half of them empty.
    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Step_EveryOptimizer_SameBitsAsPlainLoops(OptimizerKind kind, Initializer initializer)
    {
        var network = new NetworkShape([13, 40, 33, 5], [Activation.Tanh, Activation.LeakyRelu, Activation.Softmax]);
        var optimizer = new OptimizerSettings(kind, 0.03f) { Given = new Dictionary<string, float> { ["weightDecay"] = 0.2f } };
        var settings = new TrainingSettings(network, Loss.CrossEntropy, optimizer, 23)
        {
            Initializer = initializer,
            Seed = 7 + (int)kind,
            Epochs = 3,
        };
        AssertSameBits(settings, RandomRows.OfClasses(50, 13, 5, seed: 1));
    }

    [Fact]
    public void Step_ArticlesNetworkWithBatchesBelowTheShards_SameBitsAsPlainLoops()
    {
        var network = new NetworkShape([2, 3, 2], [Activation.Relu, Activation.Sigmoid]);
        AssertSameBits(
            new TrainingSettings(network, Loss.Mse, Sgd, 4) { Epochs = 5 }, RandomRows.OfClasses(11, 2, 2, seed: 2));
    }

    [Fact]
    public void Step_SoftmaxHiddenAndOneSigmoidOutput_SameBitsAsPlainLoops()
    {
        var network = new NetworkShape([7, 9, 6, 1], [Activation.Softmax, Activation.Sigmoid, Activation.Sigmoid]);
        var settings = new TrainingSettings(network, Loss.CrossEntropy, Sgd, 15) { Epochs = 4, Shards = 2 };
        AssertSameBits(settings, RandomRows.OfClasses(40, 7, 2, seed: 3));
    }

    [Fact]
    public void Step_LinearRegressionInOneShard_SameBitsAsPlainLoops()
    {
        var settings = new TrainingSettings(
            new NetworkShape([5, 1], [Activation.Identity]), Loss.Mse, Sgd, 9) { Steps = 12, Shards = 1 };
        AssertSameBits(settings, RandomRows.OfValues(30, 5, seed: 4));
    }

    [Fact]
    public void Step_WholeSetAsOneBatchIn32Shards_SameBitsAsPlainLoops()
    {
        var network = new NetworkShape([12, 65, 4], [Activation.Sigmoid, Activation.Identity]);
        var settings = new TrainingSettings(network, Loss.Mse, Sgd, 61) { Epochs = 5, Shards = 32 };
        AssertSameBits(settings, RandomRows.OfClasses(61, 12, 4, seed: 5));
    }

    // 32 * 20 = 640 and 32 * 150 = 4800 weights a group of neurons: slices of two groups, and of one of 32, 16 or 8 neurons.
    [Theory]
    [InlineData(32, new[] { 3, 3, 1 })]
    [InlineData(16, new[] { 3, 5, 1 })]
    [InlineData(8, new[] { 3, 9, 1 })]
    public void Step_LayersOfSeveralSlices_SameBitsAsPlainLoops(int alignment, int[] slices)
    {
        var cut = new SliceCut(1500, alignment);
        var network = new NetworkShape([20, 150, 70, 10], [Activation.Relu, Activation.Tanh, Activation.Sigmoid]);
        Assert.Equal(slices, SlicePlan.Cut(network, cut).Select(s => s.Length));
        var settings = new TrainingSettings(network, Loss.CrossEntropy, new OptimizerSettings(OptimizerKind.Momentum, 0.1f), 37)
        {
            Epochs = 2,
            Shards = 4,
        };
        AssertSameBits(settings, RandomRows.OfClasses(100, 20, 10, seed: 6), cut);
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Step_Bfloat16_SameBitsAsPlainLoops(OptimizerKind kind, Initializer initializer)
    {
        var network = new NetworkShape([20, 70, 35, 5], [Activation.Relu, Activation.Tanh, Activation.Softmax]);
        var settings = new TrainingSettings(network, Loss.CrossEntropy, new OptimizerSettings(kind, 0.03f), 23)
        {
            Initializer = initializer,
            Epochs = 2,
            Wire = WireFormat.Bfloat16,
        };
        var data = RandomRows.OfClasses(50, 20, 5, seed: 9);
        AssertSameBits(settings, data, new SliceCut(700, 8));
        AssertSameBits(settings with { Shards = 1 }, data);
    }

    [Theory]
    [InlineData(Activation.Relu, Activation.Tanh, Activation.Softmax)]
    [InlineData(Activation.Softmax, Activation.LeakyRelu, Activation.Sigmoid)]
    public void Step_EverythingAtOnce_SameBitsAsPlainLoops(Activation first, Activation second, Activation output)
    {
        var optimizer = new OptimizerSettings(OptimizerKind.Nesterov, 0.05f)
        {
            Given = new Dictionary<string, float> { ["weightDecay"] = 0.02f, ["clipValue"] = 0.1f, ["clipNorm"] = 0.3f },
            Schedule = new ScheduleSettings(ScheduleKind.OneCycle) { Length = 7, WarmupSteps = 2 },
        };
        var settings = new TrainingSettings(new NetworkShape([13, 40, 33, 5], [first, second, output], [true, true]), Loss.CrossEntropy, optimizer, 23)
        {
            Epochs = 3,
            Regularization = new Regularization
            {
                Dropout = [0.5f, 0.25f],
                Seed = 3,
                LabelSmoothing = 0.1f,
                ClassWeights = [0.5f, 1, 1.5f, 2, 3],
            },
        };
        var data = RandomRows.OfClasses(50, 13, 5, seed: 1).WithWeights([.. Enumerable.Range(0, 50).Select(r => r % 7 / 3f)]);
        AssertSameBits(settings, data);
        AssertSameBits(settings with { Wire = WireFormat.Bfloat16 }, data, new SliceCut(700, 8));
    }

    [Theory]
    [InlineData(Activation.Relu, true, false)]
    [InlineData(Activation.Gelu, false, true)]
    [InlineData(Activation.Softmax, true, true)]
    public void Step_NormalizedLayers_SameBitsAsPlainLoops(Activation hidden, bool first, bool second)
    {
        var network = new NetworkShape([13, 70, 33, 5], [hidden, hidden, Activation.Softmax], [first, second]);
        var settings = new TrainingSettings(network, Loss.CrossEntropy, new OptimizerSettings(OptimizerKind.Adam, 0.01f), 23) { Epochs = 3 };
        var data = RandomRows.OfClasses(50, 13, 5, seed: 1);
        AssertSameBits(settings, data);
        AssertSameBits(settings with { Shards = 2, Wire = WireFormat.Bfloat16 }, data, new SliceCut(100, 4));
    }

    [Theory]
    [InlineData(0.05f, WireFormat.Float32)]
    [InlineData(0.05f, WireFormat.Bfloat16)]
    [InlineData(1000, WireFormat.Float32)]
    public void Step_ClippedByNorm_SameBitsAsPlainLoops(float clipNorm, WireFormat wire)
    {
        var optimizer = new OptimizerSettings(OptimizerKind.Sgd, 0.5f) { Given = new Dictionary<string, float> { ["clipNorm"] = clipNorm } };
        var network = new NetworkShape([13, 40, 33, 5], [Activation.Relu, Activation.Tanh, Activation.Softmax]);
        var settings = new TrainingSettings(network, Loss.CrossEntropy, optimizer, 23) { Epochs = 3, Wire = wire };
        var data = RandomRows.OfClasses(50, 13, 5, seed: 1);
        AssertSameBits(settings, data);
        AssertSameBits(settings, data, new SliceCut(100, 4));
        Assert.Equal(clipNorm < 1, Hash(settings, data) != Hash(settings with { Optimizer = new OptimizerSettings(OptimizerKind.Sgd, 0.5f) }, data));
    }

    private static string Hash(TrainingSettings settings, Dataset data)
    {
        using var team = new ComputeTeam(1);
        var trainer = new SequentialTrainer(settings, data, MatrixKernels.Create(), team);
        trainer.Train();
        return trainer.WeightsHash;
    }

    // More weights than one slice holds, and an update of several parts.
    [Fact]
    public void Step_LayerOverTheLargestSlice_SameBitsAsPlainLoops()
    {
        var network = new NetworkShape([600, 500, 3], [Activation.Relu, Activation.Softmax]);
        Assert.Equal([2, 1], SlicePlan.Cut(network, SliceCut.Whole).Select(slices => slices.Length));
        var settings = new TrainingSettings(network, Loss.CrossEntropy, new OptimizerSettings(OptimizerKind.Adam, 0.01f), 6)
        {
            Steps = 2,
            Shards = 2,
        };
        AssertSameBits(settings, RandomRows.OfClasses(11, 600, 3, seed: 7));
    }

    // Products large enough for every kernel to share them out.
    [Fact]
    public void Step_LargeBatch_SameBitsAsPlainLoops()
    {
        var network = new NetworkShape([100, 200, 80, 10], [Activation.LeakyRelu, Activation.Relu, Activation.Softmax]);
        var settings = new TrainingSettings(network, Loss.CrossEntropy, new OptimizerSettings(OptimizerKind.Nesterov, 0.05f), 130)
        {
            Steps = 3,
        };
        AssertSameBits(settings, RandomRows.OfClasses(270, 100, 10, seed: 8));
    }

    [Fact]
    public void Train_BothEnds_StopsAtWhicheverIsFirst()
    {
        var network = new NetworkShape([2, 3, 2], [Activation.Relu, Activation.Sigmoid]);
        var settings = new TrainingSettings(network, Loss.Mse, Sgd, 4) { Epochs = 2, Steps = 100 };
        using var team = new ComputeTeam(1);
        var data = RandomRows.OfClasses(11, 2, 2, seed: 2);
        var byEpochs = new SequentialTrainer(settings, data, MatrixKernels.Create(), team);
        Assert.Equal(double.NaN, byEpochs.LastLoss);
        byEpochs.Train();
        Assert.Equal((6, 6), (byEpochs.Steps, byEpochs.TotalSteps));
        var bySteps = new SequentialTrainer(settings with { Steps = 5 }, data, MatrixKernels.Create(), team);
        bySteps.Train();
        Assert.Equal((5, 5), (bySteps.Steps, bySteps.TotalSteps));
        Assert.NotEqual(byEpochs.WeightsHash, bySteps.WeightsHash);
    }

    [Fact]
    public void Step_RowsOfAnotherLength_SaysWhatWasExpected()
    {
        var network = new NetworkShape([3, 2], [Activation.Sigmoid]);
        using var team = new ComputeTeam(1);
        var trainer = new SequentialTrainer(
            new TrainingSettings(network, Loss.Mse, Sgd, 4) { Epochs = 1 },
            RandomRows.OfClasses(8, 2, 2, seed: 1),
            MatrixKernels.Create(),
            team);
        var error = Assert.Throws<ArgumentException>(trainer.Step);
        Assert.Contains("4 rows of 3 features", error.Message);
        Assert.Contains("found 4 of 2", error.Message);
    }

    private static void AssertSameBits(TrainingSettings settings, Dataset data, SliceCut? cut = null)
    {
        var plain = new PlainTrainer(settings, data);
        var teams = new[] { new ComputeTeam(1), new ComputeTeam(2), new ComputeTeam(3) };
        var trainers = MatrixKernels.Available.SelectMany(kernel => teams.Select(team =>
            (Name: $"{kernel}, {team.Threads} threads",
            Trainer: new SequentialTrainer(settings, data, MatrixKernels.Create(kernel), team, cut)))).ToArray();
        var steps = trainers[0].Trainer.TotalSteps;
        Assert.True(steps > 1);
        for (var step = 0; step < steps; step++)
        {
            var loss = plain.Step();
            Assert.All(plain.Parameters.SelectMany(layer => layer), value => Assert.True(float.IsFinite(value)));
            foreach (var (name, trainer) in trainers)
            {
                trainer.Step();
                Assert.Equal(loss, trainer.LastLoss);
                AssertSameParameters(plain.Parameters, trainer.Weights, $"{name}, step {step}");
            }
        }

        Assert.Single(trainers.Select(t => t.Trainer.WeightsHash).Distinct());
        Array.ForEach(teams, team => team.Dispose());
    }

    private static void AssertSameParameters(float[][] expected, NetworkWeights actual, string what)
    {
        for (var l = 0; l < expected.Length; l++)
        {
            float[] found = [.. actual.All(l)];
            SameBits.AssertEqual(expected[l], found, $"{what}, layer {l}");
        }
    }
}

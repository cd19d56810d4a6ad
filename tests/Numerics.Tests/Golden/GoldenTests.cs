using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Formulas.Schedules;
using Granary.Numerics.Datasets;
using Granary.Numerics.Kernels.Dispatch;
using Granary.Numerics.Memory;
using Granary.Numerics.Threads;
using Granary.Numerics.Training;

namespace Granary.Numerics.Tests.Golden;

public class GoldenTests
{
    public static TheoryData<string> Names => [.. GoldenCase.ReadAll().Select(c => c.Name)];

    // The runs differ by the roundings of float32 alone. A row's loss is some roundings of 6e-8 off, their mean hardly more;
    // ten updates of numbers of about 1 round each weight by at most 6e-7, besides what the gradients' roundings do.
    [Theory]
    [MemberData(nameof(Names))]
    public void Step_TenTimes_FollowsPyTorch(string name)
    {
        var golden = GoldenCase.ReadAll().Single(c => c.Name == name);
        using var team = new ComputeTeam(1);
        var trainer = new SequentialTrainer(Settings(golden), Data(golden), MatrixKernels.Create(), team);
        for (var l = 0; l < golden.Initial.Length; l++)
        {
            trainer.SetParameters(l, golden.Initial[l]);
        }

        Assert.Equal(10, golden.Losses.Length);
        foreach (var expected in golden.Losses)
        {
            trainer.Step();
            Assert.Equal(expected, trainer.LastLoss, 5e-7 * expected);
        }

        var weights = trainer.Weights;
        Assert.Equal(weights.Shape.Layers.Count, golden.Final.Length);
        for (var l = 0; l < golden.Final.Length; l++)
        {
            float[] found = [.. weights.All(l)];
            Assert.Equal(golden.Final[l].Length, found.Length);
            Assert.All(found, (parameter, i) => Assert.Equal(golden.Final[l][i], parameter, 2e-6));
            Assert.Contains(found, parameter => !golden.Initial[l].Contains(parameter));
        }
    }

    [Fact]
    public void ReadAll_Cases_CoverEveryOptimizerLossAndActivation()
    {
        var cases = GoldenCase.ReadAll();
        Assert.Equal(Enum.GetValues<OptimizerKind>(), cases.Select(c => c.Optimizer.Settings.Kind).Distinct().Order());
        Assert.Equal(Enum.GetValues<Loss>(), cases.Select(c => c.LossKind).Distinct().Order());
        Assert.Equal(
            Enum.GetValues<Activation>(),
            cases.SelectMany(c => c.Network.Layers.Select(l => l.Activation)).Distinct().Order());

        // A plateau is seen in evaluations, of which there are none here: the tests of jobs compare it with PyTorch.
        Assert.Equal(Enum.GetValues<ScheduleKind>().Except([ScheduleKind.Plateau]), cases.Select(c => Schedule(c).Kind).Distinct().Order());
    }

    // All rows are one batch, whose order matters to roundings only.
    private static TrainingSettings Settings(GoldenCase golden) =>
        new(golden.Network, golden.LossKind, golden.Optimizer.Settings with { Schedule = Schedule(golden) }, golden.Inputs.Length)
        {
            Steps = 10,
            Regularization = new Regularization
            {
                Dropout = golden.Dropout,
                Seed = 1,
                LabelSmoothing = golden.LabelSmoothing,
                ClassWeights = golden.ClassWeights,
            },
        };

    private static ScheduleSettings Schedule(GoldenCase golden) => golden.Schedule?.Settings ?? ScheduleSettings.Constant;

    private static Dataset Data(GoldenCase golden)
    {
        var features = new AlignedBuffer(golden.Inputs.Length * golden.Network.Inputs);
        golden.Inputs.SelectMany(row => row).ToArray().CopyTo(features.Span);
        var names = Enumerable.Range(0, golden.Network.Inputs).Select(i => $"x{i}").ToArray();
        if (golden.Network.Outputs == 1)
        {
            return Dataset.OfValues(features, names, [.. golden.Targets.Select(target => target.Single())], TargetNames.OfValues("y"));
        }

        var classes = Enumerable.Range(0, golden.Network.Outputs).Select(c => $"{c}").ToArray();
        return Dataset.OfClasses(features, names, [.. golden.Targets.Select(target => target.IndexOf(1f))], classes).WithWeights(golden.RowWeights);
    }
}

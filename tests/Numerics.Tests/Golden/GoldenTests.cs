using Granary.Numerics.Activations;
using Granary.Numerics.Losses;
using Granary.Numerics.Optimizers;

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
        using var training = new PlainTraining(
            golden.Network, golden.LossKind, golden.Optimizer.Settings, golden.Inputs, golden.Targets, golden.Initial);
        Assert.Equal(10, golden.Losses.Length);
        foreach (var expected in golden.Losses)
        {
            Assert.Equal(expected, training.Step(), 5e-7 * expected);
        }

        Assert.Equal(golden.Network.Layers.Count, golden.Final.Length);
        for (var l = 0; l < golden.Final.Length; l++)
        {
            var found = training.Parameters[l].Span.ToArray();
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
    }
}

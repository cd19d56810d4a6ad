using Granary.Client.Rendering;
using Granary.Formulas.Activations;
using Granary.Formulas.Optimizers;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Tests.Rendering;

public sealed class BannerTests
{
    [Fact]
    public void Lines_JobWithFacts_ShowsAllOfThem() => Assert.Equal(
        [
            "digits-1",
            "network   64 → 15 relu (975) → 10 sigmoid (160), 1,135 parameters",
            "data      1,437 training rows, 360 test rows, 10 classes",
            "batch     16 rows in 8 shards, 90 steps per epoch",
            "length    30 epochs, 2,700 steps",
            "loss      mse",
            "optimizer sgd, learning rate 0.5",
            "cluster   2 silos, 4 workers, 2 compute threads, kernel avx512",
            "seed      1",
        ],
        Text(Statuses.Running(1), 80));

    [Fact]
    public void Lines_JobWithoutFacts_ShowsWhatWasSubmitted()
    {
        var status = Statuses.Preparing with
        {
            Spec = Statuses.Spec with
            {
                Steps = 1,
                Wire = WireName.Bfloat16,
                Optimizer = new OptimizerSpec { Name = OptimizerKind.AdamW, LearningRate = 0.001f },
            },
        };

        Assert.Equal(
            [
                "digits-1",
                "network   64 → 15 relu → 10 sigmoid",
                "batch     16 rows in 8 shards",
                "length    30 epochs or 1 step",
                "loss      mse",
                "optimizer adamw, learning rate 0.001, beta1 0.9, beta2 0.999, epsilon 1E-08,",
                "          weight decay 0.01",
                "wire      bfloat16",
                "seed      1",
            ],
            Text(status, 80));
    }

    [Fact]
    public void Lines_Width_StandsBelowTheCluster()
    {
        var facts = Statuses.Facts with { Silos = 1, Width = "1 of 2 silos: two were measured at 0.04 of its speed" };

        var lines = Text(Statuses.Running(1) with { Facts = facts }, 80);

        var cluster = Array.FindIndex([.. lines], l => l.StartsWith("cluster ", StringComparison.Ordinal));
        Assert.Equal("width     1 of 2 silos: two were measured at 0.04 of its speed", lines[cluster + 1]);
    }

    [Fact]
    public void Lines_NotesOnTheData_StandBelowIt()
    {
        var facts = Statuses.Facts with { Notes = ["read with separator ';'", "column 4 ignored: it has no name"] };

        var lines = Text(Statuses.Running(1) with { Facts = facts }, 80);

        var data = Array.FindIndex([.. lines], l => l.StartsWith("data ", StringComparison.Ordinal));
        Assert.Equal(["          read with separator ';'", "          column 4 ignored: it has no name"], lines.Skip(data + 1).Take(2));
    }

    [Fact]
    public void Lines_SlicedLayer_SaysSo()
    {
        var facts = Statuses.Facts with { Layers = [new LayerFacts(1000, 500, Activation.Tanh, 4)], Parameters = 500500 };

        Assert.Contains(
            "network   1,000 → 500 tanh (500,500 in 4 slices), 500,500 parameters",
            Text(Statuses.Running(1) with { Facts = facts }, 80));
    }

    [Theory]
    [InlineData(500L, 5.5, 1, "saves     every 500 steps or every 5.5 s, keeps the last one")]
    [InlineData(1L, null, 3, "saves     every 1 step, keeps the last 3")]
    [InlineData(null, 5.0, 3, "saves     every 5 s, keeps the last 3")]
    [InlineData(null, null, 9, "saves     every 30 s, keeps the last 9")]
    public void Lines_OtherCheckpointsThanTheDefault_AreTold(long? steps, double? seconds, int keep, string expected)
    {
        var checkpoint = new CheckpointSpec { EverySteps = steps, EverySeconds = seconds, Keep = keep };

        Assert.Contains(expected, Text(Statuses.Preparing with { Spec = Statuses.Spec with { Checkpoint = checkpoint } }, 80));
    }

    private static string[] Text(JobStatus status, int width) => [.. Banner.Lines(status, width).Select(l => l.ToString())];
}

using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Formulas.Schedules;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Grains.Tests.Cluster;

/// <summary>Jobs whose learning rate falls by what is seen of the validation rows.</summary>
[Collection(ClusterCollection.Name)]
public sealed class PlateauTests(ClusterFixture clusters)
{
    private static readonly JobSpec Job = TestJobs.Digits with
    {
        Data = TestJobs.Digits.Data with { Validation = new HeldOutSpec { Fraction = 0.15 } },
        Network = new NetworkSpec { Dimensions = [64, 24, 10], Activations = [Activation.Relu, Activation.Softmax] },
        Loss = Loss.CrossEntropy,
        Optimizer = new OptimizerSpec { Name = OptimizerKind.Adam, LearningRate = 0.02f },
        Schedule = new ScheduleSpec { Name = ScheduleKind.Plateau, WarmupSteps = 30, Gamma = 0.5, Patience = 0, Threshold = 0.05 },
        Epochs = 12,
    };

    [Fact]
    public async Task Run_OneSilo_IsTheSequentialTrainerWithTheRatesOfTheHistory()
    {
        var (status, history) = await Run(1, Job);
        var stepsPerEpoch = status.Facts!.StepsPerEpoch;
        double[] rates = [.. Enumerable.Range(0, Job.Epochs!.Value).Select(epoch => history.LearningRates[((epoch + 1) * stepsPerEpoch) - 1])];

        Assert.True(rates.Distinct().Count() > 2, $"The learning rate has been {string.Join(", ", rates)}: expected it to fall twice.");
        Assert.Equal(rates.OrderDescending(), rates);
        Assert.Equal(TestJobs.SequentialHash(Job, rates), status.WeightsHash);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Run_SeveralSilos_HasTheSameRatesAndBits(int silos) => AssertSame(await Run(1, Job), await Run(silos, Job));

    [Fact]
    public async Task Run_WithTheCoordinatorsSiloLost_HasTheSameRatesAndBits()
    {
        var expected = await Run(1, Job);
        await using var cluster = await TestCluster.StartAsync(3);
        var job = await cluster.Submit(Job with { Checkpoint = new CheckpointSpec { EverySteps = 70 } });
        await TestCluster.Until(job, "some epochs", s => s.Epochs >= 6 || s.State.HasEnded());
        await cluster.Kill(cluster.SiloOf(job));

        AssertSame(expected, (await TestCluster.End(job), (await job.GetHistory())!));
    }

    [Fact]
    public async Task Run_PausedAndResumedAgainAndAgain_HasTheSameRatesAndBits()
    {
        var job = await (await clusters.Of(2)).Submit(Job);
        while (await job.Pause() is null)
        {
            var steps = (await job.GetStatus())!.Steps;
            Assert.Null(await job.Resume(null));
            await TestCluster.Until(job, "a step more", s => s.Steps > steps || s.State.HasEnded());
        }

        AssertSame(await Run(1, Job), (await TestCluster.End(job), (await job.GetHistory())!));
    }

    private static void AssertSame((JobStatus Status, JobHistory History) expected, (JobStatus Status, JobHistory History) found)
    {
        Assert.Equal((expected.Status.WeightsHash, expected.Status.Steps), (found.Status.WeightsHash, found.Status.Steps));
        Assert.Equal(expected.History.LearningRates, found.History.LearningRates);
    }

    private async Task<(JobStatus Status, JobHistory History)> Run(int silos, JobSpec spec)
    {
        var job = await (await clusters.Of(silos)).Submit(spec);
        return (await TestCluster.End(job), (await job.GetHistory())!);
    }
}

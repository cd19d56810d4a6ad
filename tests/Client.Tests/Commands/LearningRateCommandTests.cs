using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Tests.Commands;

public sealed class LearningRateCommandTests : CommandTestBase
{
    private static JobHistory Valley => new()
    {
        Losses = [.. Enumerable.Range(0, 100).Select(step => new LossPoint(step, step < 40 ? 2.0 : step < 80 ? 2.0 - ((step - 40) * 0.04) : 0.4))],
        LearningRates = [.. Enumerable.Range(0, 100).Select(step => 1e-7 * Math.Pow(10, step / 12.375))],
        Validations = [],
        Tests = [],
    };

    [Fact]
    public async Task LearningRate_Job_DrawsTheLossesAndSuggestsARate()
    {
        Job = new FakeCoordinator(Statuses.Preparing, Statuses.Running(50), Statuses.Completed) { History = Valley };

        Assert.Equal(0, await RunAsync($"lr-find {Digits} --set batchSize=8 --set optimizer.learningRate=9"));

        Assert.True(Cluster.IsDisposed);
        Assert.Contains("smoothed loss at learning rates from 1e-7 to 10", OutputLines);
        var line = Assert.Single(OutputLines, l => l.StartsWith("Suggested learning rate: ", StringComparison.Ordinal));
        var rate = line["Suggested learning rate: ".Length..];
        Assert.Contains(
            $"next: granary run {Digits} --set batchSize=8 --set optimizer.learningRate={rate}", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LearningRateJson_Job_IsOneObject()
    {
        Job = new FakeCoordinator(Statuses.Completed) { History = Valley };

        Assert.Equal(0, await RunAsync($"lr-find {Digits} --json"));

        Assert.Equal(100, LastJson.GetProperty("points").GetArrayLength());
        Assert.InRange(LastJson.GetProperty("suggestion").GetDouble(), 1e-3, 1);
    }

    [Fact]
    public async Task LearningRate_JobThatFailsAtOnce_SaysWhy()
    {
        Job = new FakeCoordinator(Statuses.Running(0) with { State = JobState.Failed, Error = "The loss is not a number." })
        {
            History = new JobHistory { Losses = [], LearningRates = [], Validations = [], Tests = [] },
        };

        Assert.Equal(2, await RunAsync($"lr-find {Digits}"));

        Assert.Contains("the job fails. The loss is not a number.", Error.ToString(), StringComparison.Ordinal);
    }
}

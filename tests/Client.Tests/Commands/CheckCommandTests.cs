using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Tests.Commands;

public sealed class CheckCommandTests : CommandTestBase
{
    private static JobStatus Ended => Statuses.Completed with { Facts = Statuses.Facts with { MemoryPerSilo = 3 << 20 }, Workers = Statuses.Workers };

    [Fact]
    public async Task Check_Job_ShowsWhatItTakesAndKeepsNothing()
    {
        Job = new FakeCoordinator(Statuses.Preparing, Statuses.Running(900), Ended);

        Assert.Equal(0, await RunAsync($"check {Digits} --silos 2"));

        Assert.Equal(2, Cluster.StartedSilos);
        Assert.True(Cluster.IsDisposed);
        Assert.Contains("network   64 → 15 relu (975) → 10 sigmoid (160), 1,135 parameters", OutputLines);
        Assert.Contains("memory    3.0 MiB on a silo", OutputLines);
        Assert.Contains("time      about 2.70 s on this machine, at 1,000 steps/s", OutputLines);
        Assert.Contains($"next: granary run {Digits}", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckJson_Job_IsOneObject()
    {
        Job = new FakeCoordinator(Ended);

        Assert.Equal(0, await RunAsync($"check {Digits} --json"));

        Assert.Equal((64, 1135, 2700), (LastJson.GetProperty("features").GetInt32(), LastJson.GetProperty("parameters").GetInt32(), LastJson.GetProperty("totalSteps").GetInt32()));
        Assert.Equal(3 << 20, LastJson.GetProperty("memoryPerSilo").GetInt64());
        Assert.Equal(2.7, LastJson.GetProperty("estimatedSeconds").GetDouble());
    }

    [Fact]
    public async Task Check_JobThatIsRefused_NamesEveryFault()
    {
        Job = new FakeCoordinator(Statuses.Preparing) { Faults = [new Fault("found 400, expected less", "batchSize"), new Fault("found none", "epochs")] };

        Assert.Equal(2, await RunAsync($"check {Digits}"));

        Assert.Contains("batchSize: found 400, expected less", Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("epochs: found none", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_JobThatFails_SaysWhy()
    {
        Job = new FakeCoordinator(Statuses.Running(9) with { State = JobState.Failed, Error = "The loss is not a number." });

        Assert.Equal(2, await RunAsync($"check {Digits}"));

        Assert.Contains("the job fails. The loss is not a number.", Error.ToString(), StringComparison.Ordinal);
    }
}

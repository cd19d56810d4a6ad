using System.Text.Json;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Tests.Commands;

public sealed class RunCommandTests : CommandTestBase
{
    [Fact]
    public async Task Run_JobThatCompletes_ShowsItAndEndsWith0()
    {
        Job = new FakeCoordinator(Statuses.Preparing, Statuses.Running(900), Statuses.Completed);

        Assert.Equal(0, await RunAsync($"run {Digits} --silos 2 --set epochs=7"));

        Assert.Equal(2, Cluster.StartedSilos);
        Assert.True(Cluster.IsDisposed);
        Assert.Equal(7, Job.Submitted!.Epochs);
        Assert.Contains("digits-1 completed: 30 epochs, 2,700 steps in 2.70 s", OutputLines);
        Assert.Contains($"weights {Statuses.Hash}", OutputLines);
        Assert.Contains($"next: granary run {Digits} --set epochs=7 --silos 3 ", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunJson_JobThatCompletes_EndsWithOneObjectOfAllKeys()
    {
        Job = new FakeCoordinator(Statuses.Preparing, Statuses.Running(900), Statuses.Completed with { TestLoss = double.NaN });

        Assert.Equal(0, await RunAsync($"run {Digits} --json"));

        Assert.All(OutputLines, line => Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(line).RootElement.ValueKind));
        var last = LastJson;
        Assert.Equal("digits-1", last.GetProperty("job").GetString());
        Assert.Equal("completed", last.GetProperty("state").GetString());
        Assert.Equal(2700, last.GetProperty("steps").GetInt64());
        Assert.Equal(30, last.GetProperty("epochs").GetInt32());
        Assert.Equal(0.0123, last.GetProperty("trainLoss").GetDouble());
        Assert.Equal(JsonValueKind.Null, last.GetProperty("testLoss").ValueKind);
        Assert.Equal(0.9361, last.GetProperty("testAccuracy").GetDouble());
        Assert.Equal(1000, last.GetProperty("stepsPerSecond").GetDouble());
        Assert.Equal(16000, last.GetProperty("samplesPerSecond").GetDouble());
        Assert.Equal(1135, last.GetProperty("parameters").GetInt64());
        Assert.Equal(2, last.GetProperty("silos").GetInt32());
        Assert.Equal(0, last.GetProperty("recoveries").GetInt32());
        Assert.Equal(Statuses.Hash, last.GetProperty("weightsHash").GetString());
        Assert.False(last.TryGetProperty("error", out _));
    }

    [Fact]
    public async Task RunJson_StatusWithoutNumbers_SaysNull()
    {
        Job = new FakeCoordinator(Statuses.Preparing with { State = JobState.Failed, Error = "no \"silo\"" });

        Assert.Equal(1, await RunAsync($"run {Digits} --json"));

        var last = LastJson;
        Assert.Equal("failed", last.GetProperty("state").GetString());
        Assert.Equal("no \"silo\"", last.GetProperty("error").GetString());
        foreach (var key in new[] { "trainLoss", "testLoss", "testAccuracy", "stepsPerSecond", "samplesPerSecond", "parameters", "silos", "weightsHash" })
        {
            Assert.Equal(JsonValueKind.Null, last.GetProperty(key).ValueKind);
        }
    }

    [Fact]
    public async Task Run_JobThatFails_ShowsTheErrorAndEndsWith1()
    {
        Job = new FakeCoordinator(Statuses.Running(90) with { State = JobState.Failed, Error = "the loss is NaN at step 90" });

        Assert.Equal(1, await RunAsync($"run {Digits}"));

        Assert.Contains("error   the loss is NaN at step 90", OutputLines);
    }

    [Fact]
    public async Task Run_Interrupted_CancelsTheJobAndShowsHowFarItCame()
    {
        Job = new FakeCoordinator(Statuses.Running(180), Statuses.Running(270));
        Job.BeforeAnswer = asked =>
        {
            if (asked == 1)
            {
                Interrupt();
            }
        };

        Assert.Equal(130, await RunAsync($"run {Digits}"));

        Assert.True(Job.IsCancelled);
        Assert.Contains(OutputLines, l => l.StartsWith("digits-1 cancelled: 3 of 30 epochs, 270 of 2,700 steps", StringComparison.Ordinal));
        Assert.True(Cluster.IsDisposed);
    }

    [Fact]
    public async Task Run_JobRefusedByTheCluster_PlacesItsFaults()
    {
        Job = new FakeCoordinator
        {
            Faults =
            [
                new Fault("found 65 features, expected 64", "network.dimensions[0]"),
                new Fault("found 'x', expected a number", "data.train", "/data/digits.csv", 7, 3),
            ],
        };

        Assert.Equal(2, await RunAsync($"run {Digits} --json"));

        Assert.Contains($"{Digits}:12:31: network.dimensions[0]: found 65 features", Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("/data/digits.csv:7:3: data.train: found 'x'", Error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hint:", Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, LastJson.GetProperty("faults").GetArrayLength());
    }

    [Fact]
    public async Task Run_DataMissing_PointsToTheCommentsOfTheJobFile()
    {
        Cluster.Coordinators["fashion-mnist-1"] = new FakeCoordinator { Faults = [new Fault("no such file", "data.train.images")] };

        Assert.Equal(2, await RunAsync("run examples/fashion-mnist.json"));

        var error = Error.ToString();
        Assert.Contains("examples/fashion-mnist.json:16:17: data.train.images: no such file", error, StringComparison.Ordinal);
        Assert.Contains("The comments in examples/fashion-mnist.json may say where to get it", error, StringComparison.Ordinal);
        Assert.Contains("--set data.train.images=PATH", error, StringComparison.Ordinal);
    }
}

using System.Text.Json;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Tests.Commands;

public sealed class HistoryCommandTests : CommandTestBase
{
    private static readonly JobHistory History = new()
    {
        Losses = [new LossPoint(9, 0.5), new LossPoint(19, 0.25), new LossPoint(29, 1.0 / 3)],
        LearningRates = [0.1, 0.01, 0.001],
        Validations = [At(20, (MetricName.Loss, 0.3), (MetricName.Accuracy, 0.9)), At(30, (MetricName.Loss, double.NaN), (MetricName.Accuracy, 0.95))],
        Tests = [At(25, (MetricName.Loss, 0.4))],
    };

    [Fact]
    public async Task HistoryCsv_Job_IsARowForEachStepWithEveryDigit()
    {
        Job = new FakeCoordinator(Statuses.Completed) { History = History };

        Assert.Equal(0, await RunAsync("history digits-1 --csv"));

        Assert.Equal(
            [
                "step,learningRate,trainLoss,validationLoss,validationAccuracy,testLoss",
                "10,0.1,0.5,,,",
                "20,0.01,0.25,0.3,0.9,",
                "25,,,,,0.4",
                "30,0.001,0.3333333333333333,NaN,0.95,",
            ],
            OutputLines);
    }

    [Fact]
    public async Task HistoryJson_Job_IsAnObjectForEachStep()
    {
        Job = new FakeCoordinator(Statuses.Completed) { History = History };

        Assert.Equal(0, await RunAsync("history digits-1 --json"));

        var second = JsonDocument.Parse(OutputLines[1]).RootElement;
        Assert.Equal((20, 0.25, 0.3), (second.GetProperty("step").GetInt64(), second.GetProperty("trainLoss").GetDouble(), second.GetProperty("validationLoss").GetDouble()));
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(OutputLines[3]).RootElement.GetProperty("validationLoss").ValueKind);
        Assert.Equal(4, OutputLines.Length);
    }

    [Fact]
    public async Task History_Job_ShowsItsEvaluations()
    {
        Job = new FakeCoordinator(Statuses.Completed) { History = History };

        Assert.Equal(0, await RunAsync("history digits-1", int.MaxValue));

        Assert.Equal("STEP  LEARNING RATE  TRAIN LOSS  VALIDATION LOSS  VALIDATION ACCURACY  TEST LOSS", OutputLines[^4]);
        Assert.StartsWith("20    0.01           0.25        0.3              0.9", OutputLines[^3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_CsvAndJson_IsRefused()
    {
        Job = new FakeCoordinator(Statuses.Completed) { History = History };
        Assert.Equal(2, await RunAsync("history digits-1 --csv --json"));
    }

    [Fact]
    public async Task HistoryTensorBoard_Job_IsAFileOfRecords()
    {
        Job = new FakeCoordinator(Statuses.Completed) { History = History };
        using var folder = new TemporaryFolder();

        Assert.Equal(0, await RunAsync($"history digits-1 --tensorboard {folder.Path}"));

        var bytes = File.ReadAllBytes(Assert.Single(Directory.GetFiles(Path.Combine(folder.Path, "digits-1"), "events.out.tfevents.*")));

        // The length of the first record, its checksum as TensorFlow computes it, and the version: 9 bytes of time, 2 and 13 of text.
        Assert.Equal([24, 0, 0, 0, 0, 0, 0, 0, 163, 127, 75, 34], bytes[..12]);
        Assert.Equal("brain.Event:2"u8.ToArray(), bytes[23..36]);
        var records = 0;
        for (var at = 0; at < bytes.Length; records++)
        {
            at += 16 + (int)BitConverter.ToUInt64(bytes, at);
        }

        // The version, three losses and rates, two validations of two metrics, one test.
        Assert.Equal(1 + 6 + 4 + 1, records);
    }

    private static Evaluation At(long step, params (MetricName Metric, double Value)[] metrics) =>
        new() { Step = step, Metrics = [.. metrics.Select(m => new MetricValue(m.Metric, m.Value))] };
}

using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Records;

namespace Granary.Grains.Tests.Records;

public class EarlyStoppingRuleTests
{
    [Theory]
    [InlineData(MetricName.Loss, 0, 3, new[] { 5.0, 4, 4.5, 4.2, 4.1 }, 2, 5)]
    [InlineData(MetricName.Loss, 0.5, 2, new[] { 5.0, 4.6, 4.5, 4.4 }, 1, 3)]
    [InlineData(MetricName.Loss, 0.5, 2, new[] { 5.0, 4.6, 4.4, 4.3, 3.95 }, 3, 5)]
    [InlineData(MetricName.Accuracy, 0, 1, new[] { 0.5, 0.6, 0.6 }, 2, 3)]
    [InlineData(MetricName.R2, 0, 2, new[] { double.NaN, 0.1, double.NaN, 0.05 }, 2, 4)]
    [InlineData(MetricName.F1, 0, 4, new[] { 0.9, 0.1, 0.2, 0.3 }, 1, null)]
    public void Look_Values_StopsWhenTheCountReachesThePatience(
        MetricName metric, double minDelta, int patience, double[] values, long best, int? stopsAfter)
    {
        var stopping = new EarlyStopping(new EarlyStoppingSpec { Metric = metric, MinDelta = minDelta, Patience = patience });
        int? stopped = null;
        for (var i = 0; i < values.Length && stopped is null; i++)
        {
            stopping.Look(new Evaluation { Step = i + 1, Metrics = [new MetricValue(metric, values[i])] });
            stopped = stopping.HasStopped ? i + 1 : null;
        }

        Assert.Equal((best, stopsAfter), (stopping.Best!.Step, stopped));
    }
}

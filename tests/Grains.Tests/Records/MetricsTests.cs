using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Records;

namespace Granary.Grains.Tests.Records;

public sealed class MetricsTests
{
    [Fact]
    public void EpochMetrics_BeforeTheFirstStep_AreUnknown()
    {
        var metrics = new EpochMetrics(2);

        Assert.Null(metrics.Loss);
        Assert.Null(metrics.Accuracy);
    }

    [Fact]
    public void EpochMetrics_AreOfTheStepsSoFarThenOfTheLastWholeEpoch()
    {
        var metrics = new EpochMetrics(2);

        metrics.Add(0, lossSum: 8, correct: 1, rows: 4);
        Assert.Equal((2, 0.25), (metrics.Loss, metrics.Accuracy));

        metrics.Add(1, lossSum: 4, correct: 2, rows: 2);
        Assert.Equal((2, 0.5), (metrics.Loss, metrics.Accuracy));

        metrics.Add(2, lossSum: 100, correct: 0, rows: 4);
        Assert.Equal((2, 0.5), (metrics.Loss, metrics.Accuracy));

        metrics.Add(3, lossSum: 20, correct: 6, rows: 2);
        Assert.Equal((20, 1), (metrics.Loss, metrics.Accuracy));
    }

    [Fact]
    public void LossHistory_FewSteps_AreAllPoints()
    {
        var history = new LossHistory();
        history.Add(0, 6, 3);
        history.Add(1, 1, 2);

        Assert.Equal([(0, 2), (1, 0.5)], history.ToArray().Select(p => (p.Step, p.Loss)));
    }

    [Theory]
    [InlineData(999)]
    [InlineData(1000)]
    [InlineData(5000)]
    [InlineData(100_003)]
    public void LossHistory_ManySteps_AreBoundedOrderedAndMeansOverTheirRows(int steps)
    {
        var history = new LossHistory();
        for (var step = 0; step < steps; step++)
        {
            // Steps of few rows with a large loss: a mean of means would be far off.
            var (loss, rows) = step % 2 == 0 ? (1.0, 10) : (100.0, 1);
            history.Add(step, loss, rows);
        }

        var points = history.ToArray();
        Assert.InRange(points.Length, 500, 1000);
        Assert.Equal(points.Select(p => p.Step).Order(), points.Select(p => p.Step));
        var width = points[1].Step - points[0].Step;
        Assert.All(points.Zip(points.Skip(1)), p => Assert.Equal(width, p.Second.Step - p.First.Step));
        Assert.InRange(steps - 1 - points[^1].Step, 0, width - 1);
        if (width > 1)
        {
            // 1e-12: the sums are exact, one division rounds.
            Assert.All(points, p => Assert.Equal(101.0 / 11, p.Loss, 1e-12));
        }
    }

    [Fact]
    public void LossHistory_FewerPointsThanThereAre_AreMeansOverTheirRows()
    {
        var history = new LossHistory();
        for (var step = 0; step < 900; step++)
        {
            history.Add(step, step % 2 == 0 ? 1 : 100, step % 2 == 0 ? 10 : 1);
        }

        var points = history.ToArray(200);

        Assert.Equal((180, 4, 899), (points.Length, points[0].Step, points[^1].Step));
        Assert.Equal((3 + 200) / 32.0, points[0].Loss, 1e-12);
    }

    [Fact]
    public void EvaluationHistory_ManyEvaluations_AreThinnedEvenlyAndComeBack()
    {
        var (first, second) = (new EvaluationHistory(), new EvaluationHistory());
        for (var step = 0; step < 7000; step++)
        {
            first.Add(new Evaluation { Step = step, Metrics = [] });
            second.Add(new Evaluation { Step = step, Metrics = [] });
            if (step == 3456)
            {
                var snapshot = second.Snapshot();
                second = new EvaluationHistory();
                second.Restore(snapshot);
            }
        }

        var steps = first.ToArray().Select(e => e.Step).ToArray();
        Assert.Equal(Enumerable.Range(0, 875).Select(i => 8L * i), steps);
        Assert.Equal(steps, second.ToArray().Select(e => e.Step));
    }

    [Fact]
    public void SpeedMeter_BeforeTheFirstStep_IsZero() => Assert.Equal((0, 0), Speeds(new SpeedMeter()));

    [Fact]
    public void SpeedMeter_WithinTheFirstSecond_GivesWhatThereIs()
    {
        var meter = new SpeedMeter();
        meter.Add(10, 160, TimeSpan.FromSeconds(0.5));

        Assert.Equal((20, 320), Speeds(meter));
    }

    [Fact]
    public void SpeedMeter_Later_LeavesTheFirstSecondOut()
    {
        var meter = new SpeedMeter();
        meter.Add(1, 16, TimeSpan.FromSeconds(0.9));
        meter.Add(1, 16, TimeSpan.FromSeconds(0.2));
        meter.Add(100, 1000, TimeSpan.FromSeconds(0.5));
        meter.Add(100, 1000, TimeSpan.FromSeconds(1.5));

        Assert.Equal((100, 1000), Speeds(meter));
    }

    private static (double Steps, double Rows) Speeds(SpeedMeter meter) => (meter.StepsPerSecond, meter.RowsPerSecond);
}

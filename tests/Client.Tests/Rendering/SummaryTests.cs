using Granary.Client.Rendering;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Tests.Rendering;

public sealed class SummaryTests
{
    [Fact]
    public void Lines_CompletedJobAt80_ShowsEverythingAndTheHashInOnePiece() => Assert.Equal(
        [
            "digits-1 completed: 30 epochs, 2,700 steps in 2.70 s",
            "test    accuracy 93.61 %, loss 4.560e-4",
            "train   accuracy 98.77 %, loss 0.0123",
            "speed   1,000 steps/s, 16,000 rows/s",
            "weights " + Statuses.Hash,
            "",
            "confusion matrix: rows are true classes, columns predicted",
            "   0  1  2  3  4  5  6  7  8  9",
            "0 34  ·  ·  ·  ·  ·  ·  ·  ·  ·",
            "1  · 34  ·  ·  ·  ·  ·  ·  ·  ·",
            "2  ·  · 34  ·  ·  ·  ·  ·  ·  ·",
            "3  ·  ·  · 34  ·  ·  ·  ·  ·  ·",
            "4  ·  ·  ·  · 34  ·  ·  ·  ·  ·",
            "5  ·  ·  ·  ·  · 34  ·  ·  ·  ·",
            "6  ·  ·  ·  ·  ·  · 34  ·  ·  ·",
            "7  ·  ·  ·  ·  ·  ·  · 34  ·  ·",
            "8  ·  ·  ·  ·  ·  ·  ·  · 34  ·",
            "9  ·  ·  ·  ·  7  ·  ·  ·  · 34",
        ],
        Text(Statuses.Completed, 80));

    [Fact]
    public void Lines_Evaluated_TellsItsTimeApartFromTheSpeed() => Assert.Contains(
        "speed   1,000 steps/s, 16,000 rows/s, without 1.50 s of evaluation",
        Text(Statuses.Completed with { Evaluating = TimeSpan.FromSeconds(1.5) }, 80));

    [Fact]
    public void Lines_CompletedJobAt40_KeepsEveryCharacterOfTheHash()
    {
        var lines = Text(Statuses.Completed, 40);

        var hash = string.Concat(lines.SkipWhile(l => !l.StartsWith("weights", StringComparison.Ordinal)).Take(3).Select(l => l[8..]));
        Assert.Equal(Statuses.Hash, hash);
    }

    [Fact]
    public void Lines_EvaluationOfAnEarlierStep_SaysWhich() =>
        Assert.Contains("test    accuracy 93.61 %, loss 4.560e-4, after step 900", Text(Statuses.Running(945), 80));

    [Fact]
    public void Lines_Regression_ShowsNoAccuracy()
    {
        var lines = Text(Statuses.Running(945) with { TrainAccuracy = null, TestAccuracy = null }, 80);

        Assert.Contains("train   loss 0.0123", lines);
        Assert.DoesNotContain(lines, l => l.Contains("accuracy", StringComparison.Ordinal));
    }

    [Fact]
    public void Lines_OneLostSilo_IsTold() =>
        Assert.Contains("lost    a silo once; the job recovered", Text(Statuses.Completed with { Recoveries = 1 }, 80));

    private static string[] Text(JobStatus status, int width) => [.. Summary.Lines(status, width).Select(l => l.ToString())];
}

using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Workers;
using Granary.Grains.Records;
using Granary.Numerics.Sharding;

namespace Granary.Grains.Tests.Records;

public sealed class JobProgressTests
{
    private static readonly DateTimeOffset Start = new(2024, 5, 6, 7, 8, 9, TimeSpan.Zero);

    // Two workers: shards 0 to 2 under two nodes, shard 3 under one.
    private static readonly TreeNode[] Nodes = [new(1, 0), new(0, 2), new(0, 3)];
    private static readonly JobSpec Spec = TestJobs.Digits with { Shards = 4, BatchSize = 4, Epochs = 3 };

    private static readonly JobFacts Facts = new()
    {
        Layers = [], Parameters = 0, TrainRows = 8, TestRows = 2, Classes = [], StepsPerEpoch = 2, TotalSteps = 6, Silos = 1, Workers = 1, Kernels = [],
        ComputeThreads = 1,
    };

    private readonly SetTime _time = new() { Now = Start };

    [Fact]
    public void ToStatus_AtFirst_SaysWhatWasSubmitted()
    {
        var status = Make().ToStatus();

        Assert.Equal(("job-1", JobState.Preparing, 0, 0), (status.JobId, status.State, status.Steps, status.Epochs));
        Assert.Same(Spec, status.Spec);
        Assert.Equal(Start, status.SubmittedAt);
        Assert.Null(status.TrainLoss);
        Assert.Null(status.TestLoss);
        Assert.Null(status.Remaining);
        Assert.Empty(status.History);
    }

    [Fact]
    public void Elapsed_JobThatStoodStill_DoesNotCountThat()
    {
        var progress = Make();
        _time.Now = Start.AddSeconds(10);
        progress.Pause();
        _time.Now = Start.AddSeconds(100);
        Assert.Equal(10, progress.ToStatus().Elapsed.TotalSeconds);

        progress.StandNoMore();
        _time.Now = Start.AddSeconds(105);
        progress.End(JobState.Completed, error: null);
        progress.ShowEnd();
        _time.Now = Start.AddSeconds(1000);
        Assert.Equal(15, progress.ToStatus().Elapsed.TotalSeconds);

        progress.StandNoMore();
        _time.Now = Start.AddSeconds(1001);
        Assert.Equal(16, progress.ToStatus().Elapsed.TotalSeconds);
    }

    [Fact]
    public void Record_Span_GivesLossesAccuracyAndSpeed()
    {
        var progress = Make();

        var failed = progress.Record([Report([1, 2, 3, 4], [3, 1]), Report([5, 6], [1, 0])], Nodes, TimeSpan.FromSeconds(2));

        // Steps of 4 and of 2 rows: losses 1 + 2 + 5 and 3 + 4 + 6 over 6 rows.
        var status = progress.ToStatus();
        Assert.Null(failed);
        Assert.Equal((2, 1), (status.Steps, status.Epochs));
        Assert.Equal(21.0 / 6, status.TrainLoss);
        Assert.Equal(5.0 / 6, status.TrainAccuracy);
        Assert.Equal((1, 3), (status.StepsPerSecond, status.SamplesPerSecond));
        Assert.Equal(TimeSpan.FromSeconds(4), status.Remaining);
        Assert.Equal([(0, 2), (1, 6.5)], status.History.Select(p => (p.Step, p.Loss)));
    }

    // (1e16 + 1) + (-1e16) and 1e16 + (1 - 1e16) differ: node(2, 0) = node(1, 0) + (shard 2 + shard 3).
    [Fact]
    public void Record_Losses_AreAddedInTheTreesOrder()
    {
        var progress = Make();

        progress.Record([Report([1e16, 1], [0]), Report([-1e16], [0])], Nodes, TimeSpan.FromSeconds(1));

        Assert.Equal((1e16 + (1 + -1e16)) / 4, progress.ToStatus().TrainLoss);
    }

    [Fact]
    public void Record_NonFiniteLoss_GivesItsStepAndStopsThere()
    {
        var progress = Make();

        var failed = progress.Record(
            [Report([1, 1, 1, double.NaN, 1, 1], [0, 0, 0]), Report([1, 1, 1], [0, 0, 0])], Nodes, TimeSpan.FromSeconds(1));

        Assert.Equal(1, failed);
        Assert.Equal(1, progress.Steps);
    }

    [Fact]
    public void Record_WorkersThatStopped_CountsTheStepsAllTook()
    {
        var progress = Make();

        progress.Record([Report([1, 1, 1, 1], [0, 0]), Report([1, 0], [0, 0]) with { Steps = 1 }], Nodes, TimeSpan.FromSeconds(1));

        Assert.Equal(1, progress.Steps);
    }

    [Fact]
    public void Record_Evaluation_GivesLossAccuracyAndConfusion()
    {
        var progress = Make();
        progress.Facts = Facts with { Classes = ["a", "b"], TestRows = 10 };

        progress.RecordTest(
            [
                new EvaluationReport { BlockLosses = [10, 20], Confusion = [3, 1, 0, 0] },
                new EvaluationReport { BlockLosses = [10], Confusion = [2, 0, 3, 1] },
            ],
            TimeSpan.FromSeconds(3));

        var status = progress.ToStatus();
        Assert.Equal(4, status.TestLoss);
        Assert.Equal(0.6, status.TestAccuracy);
        Assert.Equal([5, 1, 3, 1], status.Confusion!);
        Assert.Equal(0, status.EvaluatedAt);
        Assert.Equal(TimeSpan.FromSeconds(3), status.Evaluating);
    }

    [Fact]
    public void Record_Regression_KnowsNoAccuracy()
    {
        var progress = Make(isClassification: false);
        progress.Facts = Facts with { Values = ["price"], Units = [100], TestRows = 2 };
        progress.Record([Report([1, 1], []), Report([1], [])], Nodes, TimeSpan.FromSeconds(1));

        // Errors of 1 and -2 at targets of 3 and 5, in two blocks.
        progress.RecordTest(
            [
                new EvaluationReport { BlockLosses = [1], Confusion = [], OutputSums = [1, 1, 3, 9, 0] },
                new EvaluationReport { BlockLosses = [2], Confusion = [], OutputSums = [2, 4, 5, 25, 0] },
            ],
            TimeSpan.Zero);

        var status = progress.ToStatus();
        Assert.Equal(0.75, status.TrainLoss);
        Assert.Equal(1.5, status.TestLoss);
        Assert.Null(status.TrainAccuracy);
        Assert.Equal([new OutputMetrics("price", Math.Sqrt(2.5) * 100, 150, 1 - (5.0 / 2), null)], status.TestOutputs);
        Assert.Null(status.TestAccuracy);
        Assert.Null(status.Confusion);
    }

    [Fact]
    public void End_Clock_StandsStill()
    {
        var progress = Make();
        _time.Now = Start.AddSeconds(5);
        Assert.Equal(TimeSpan.FromSeconds(5), progress.ToStatus().Elapsed);
        Assert.False(progress.HasEnded);

        progress.End(JobState.Failed, "why");
        progress.ShowEnd();
        _time.Now = Start.AddSeconds(50);

        var status = progress.ToStatus();
        Assert.True(progress.HasEnded);
        Assert.Equal((JobState.Failed, "why", TimeSpan.FromSeconds(5)), (status.State, status.Error, status.Elapsed));
        Assert.Null(status.Remaining);
    }

    [Fact]
    public void Restore_Snapshot_ForgetsWhatWasSeenSince()
    {
        var progress = Make();
        progress.Record([Report([1, 2, 3, 4], [3, 1]), Report([5, 6], [1, 0])], Nodes, TimeSpan.FromSeconds(2));
        progress.Facts = Facts with { Classes = ["a", "b"], TestRows = 3 };
        progress.RecordTest([new EvaluationReport { BlockLosses = [3], Confusion = [2, 0, 0, 1] }], TimeSpan.FromSeconds(4));
        var (snapshot, expected) = (progress.Snapshot(), progress.ToStatus());
        progress.Record([Report([9, 9, 9, 9], [0, 0]), Report([9, 9], [0, 0])], Nodes, TimeSpan.FromSeconds(2));
        progress.End(JobState.Failed, "why");
        progress.ShowEnd();

        progress.Restore(snapshot);

        var status = progress.ToStatus();
        Assert.False(progress.HasEnded);
        Assert.Equal((expected.Steps, expected.TrainLoss, expected.TrainAccuracy), (status.Steps, status.TrainLoss, status.TrainAccuracy));
        Assert.Equal((expected.TestLoss, expected.TestAccuracy, expected.EvaluatedAt), (status.TestLoss, status.TestAccuracy, status.EvaluatedAt));
        Assert.Equal(TimeSpan.FromSeconds(4), status.Evaluating);
        Assert.Equal(expected.History, status.History);
    }

    [Fact]
    public void Restore_InAnotherLife_GoesOnAlike()
    {
        var (first, second) = (Make(), Make());
        first.Record([Report([1, 2], [3]), Report([5], [1])], Nodes, TimeSpan.FromSeconds(2));
        second.Restore(first.Snapshot());
        Assert.Equal(first.ToStatus().StepsPerSecond, second.ToStatus().StepsPerSecond);

        foreach (var progress in new[] { first, second })
        {
            progress.Record([Report([3, 4], [1]), Report([6], [0])], Nodes, TimeSpan.FromSeconds(2));
        }

        Assert.Equal(first.ToStatus().TrainLoss, second.ToStatus().TrainLoss);
        Assert.Equal(first.ToStatus().History, second.ToStatus().History);
    }

    private static SpanReport Report(double[] losses, int[] correct) => new()
    {
        FirstStep = 0,
        Steps = correct.Length > 0 ? correct.Length : 1,
        Losses = losses,
        Correct = correct,
        Nodes = correct.Length > 0 ? losses.Length / correct.Length : losses.Length,
        Waiting = TimeSpan.Zero,
        BytesSent = 0,
    };

    // 6 rows: mini-batches of 4 and of 2.
    private JobProgress Make(bool isClassification = true) =>
        new("job-1", Spec, new BatchSchedule(6, 4, 4, epochs: 3, steps: null), isClassification, Start, _time);

    private sealed class SetTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

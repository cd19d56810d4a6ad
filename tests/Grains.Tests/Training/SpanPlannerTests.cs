using Granary.Grains.Training;
using Granary.Numerics.Sharding;

namespace Granary.Grains.Tests.Training;

public sealed class SpanPlannerTests
{
    private static readonly BatchSchedule Schedule = new(rows: 1000, batchSize: 10, shards: 8, epochs: 1000, steps: null);

    [Fact]
    public void End_AtFirst_IsOneStep() => Assert.Equal(1, new SpanPlanner(Schedule, false).End(0));

    [Fact]
    public void End_AfterShortSpans_GrowsBoundedly()
    {
        var planner = new SpanPlanner(Schedule, false);
        planner.Learn(1, TimeSpan.FromMicroseconds(1));
        Assert.Equal(8, planner.End(0));

        for (var i = 0; i < 10; i++)
        {
            planner.Learn(planner.End(0), TimeSpan.Zero);
        }

        Assert.Equal(SpanPlanner.MaxSteps, planner.End(0));
    }

    // Other silos may take many times as long, which says nothing about a straggler.
    [Fact]
    public void Restart_NextSpanIsShortAndNobodyIsLate()
    {
        var planner = new SpanPlanner(Schedule, false);
        planner.Learn(1600, TimeSpan.FromSeconds(0.4));

        planner.Restart();

        Assert.Equal(100, planner.End(0));
        Assert.Null(planner.Patience(100));
    }

    [Fact]
    public void End_KnownSpeed_IsWellBelowASecondAway()
    {
        var planner = new SpanPlanner(Schedule, false);

        planner.Learn(100, TimeSpan.FromSeconds(1));

        Assert.InRange(planner.End(0), 20, 60);
    }

    // A message from the coordinator at most every tenth step, and a pause within four seconds.
    [Theory]
    [InlineData(0.0003)]
    [InlineData(0.02)]
    [InlineData(0.05)]
    [InlineData(0.2)]
    [InlineData(0.35)]
    [InlineData(0.39)]
    public void End_SettledSpeed_IsTenStepsAwayAndFourSecondsAtMost(double stepSeconds)
    {
        var planner = new SpanPlanner(Schedule, false);
        for (var i = 0; i < 10; i++)
        {
            planner.Learn(planner.End(0), TimeSpan.FromSeconds(planner.End(0) * stepSeconds));
        }

        Assert.InRange(planner.End(0), 10, 4 / stepSeconds);
    }

    [Fact]
    public void End_StepsOfSeconds_IsOneStep()
    {
        var planner = new SpanPlanner(Schedule, false);

        planner.Learn(1, TimeSpan.FromSeconds(20));

        Assert.Equal(18, planner.End(17));
    }

    [Fact]
    public void End_NearTheLastStep_IsTheLastStep()
    {
        var planner = new SpanPlanner(Schedule, false);
        planner.Learn(1000, TimeSpan.FromMilliseconds(1));

        Assert.Equal(Schedule.TotalSteps, planner.End(Schedule.TotalSteps - 3));
    }

    [Fact]
    public void End_EvaluationDue_IsTheEpochsEnd()
    {
        var planner = new SpanPlanner(Schedule, true);
        planner.Learn(1000, TimeSpan.FromSeconds(0.4));
        Assert.Equal(1150, planner.End(150));

        planner.Learn(10_000, TimeSpan.FromSeconds(4));

        Assert.Equal(200, planner.End(150));
    }

    [Fact]
    public void IsEvaluationDue_WithTestRows_OnceInAWhileAtAnEpochsEndAndAtTheEnd()
    {
        var planner = new SpanPlanner(Schedule, true);
        Assert.False(planner.IsEvaluationDue(100), "no time has passed");

        planner.Learn(1, TimeSpan.FromSeconds(3));
        Assert.False(planner.IsEvaluationDue(150), "in the middle of an epoch");
        Assert.True(planner.IsEvaluationDue(200));
        Assert.False(planner.IsEvaluationDue(300), "just evaluated");
        Assert.True(planner.IsEvaluationDue(Schedule.TotalSteps));
    }

    [Fact]
    public void IsEvaluationDue_WithoutTestRows_Never()
    {
        var planner = new SpanPlanner(Schedule, false);
        planner.Learn(1, TimeSpan.FromSeconds(3));

        Assert.False(planner.IsEvaluationDue(200));
        Assert.False(planner.IsEvaluationDue(Schedule.TotalSteps));
    }

    [Fact]
    public void Patience_BeforeTheFirstSpan_HasNoEnd() => Assert.Null(new SpanPlanner(Schedule, false).Patience(100));

    [Theory]
    [InlineData(1, 2)] // 40 ms are nothing to worry about
    [InlineData(100, 4)]
    [InlineData(1000, 40)]
    public void Patience_KnownSpeed_IsSomeTimesTheSpanButNoMoment(long steps, double seconds)
    {
        var planner = new SpanPlanner(Schedule, false);

        planner.Learn(100, TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(seconds), planner.Patience(steps));
    }
}

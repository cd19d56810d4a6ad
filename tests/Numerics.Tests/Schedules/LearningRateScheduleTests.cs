using Granary.Formulas.Schedules;

namespace Granary.Numerics.Tests.Schedules;

/// <summary>What the golden runs do not show: the ends of schedules, and steps far beyond ten.</summary>
public class LearningRateScheduleTests
{
    [Fact]
    public void At_ConstantWithoutWarmup_IsTheRate() =>
        Assert.Equal(0.1f, (float)new LearningRateSchedule(0.1f, ScheduleSettings.Constant).At(long.MaxValue));

    [Fact]
    public void At_Warmup_RisesInEqualPartsToTheRate()
    {
        var schedule = new LearningRateSchedule(0.8, ScheduleSettings.Constant with { WarmupSteps = 4 });
        Assert.Equal([0.2, 0.4, 0.6, 0.8, 0.8], Enumerable.Range(0, 5).Select(t => Math.Round(schedule.At(t), 15)));
    }

    [Fact]
    public void At_StepFarOn_IsTheWholePower()
    {
        var schedule = new LearningRateSchedule(1, new ScheduleSettings(ScheduleKind.Step) { Gamma = 0.5, EverySteps = 100 });
        Assert.Equal(1, schedule.At(99));
        Assert.Equal(0.5, schedule.At(100));
        Assert.Equal(Math.ScaleB(1, -20), schedule.At(2099));
    }

    [Theory]
    [InlineData(ScheduleKind.Cosine, 0.01)]
    [InlineData(ScheduleKind.OneCycle, 0.5 / 25 / 1e4)]
    public void At_AfterTheEnd_StaysAsItIsThere(ScheduleKind kind, double expected)
    {
        var schedule = new LearningRateSchedule(0.5, new ScheduleSettings(kind) { Length = 50, Least = 0.01, WarmupSteps = 7 });
        Assert.Equal(expected, schedule.At(57), 1e-15);
        Assert.Equal(schedule.At(57), schedule.At(1_000_000));
        Assert.True(schedule.At(55) > schedule.At(57));
    }

    [Fact]
    public void At_OneCycleOfFewSteps_IsFinite()
    {
        for (var length = 1; length < 12; length++)
        {
            var schedule = new LearningRateSchedule(0.5, new ScheduleSettings(ScheduleKind.OneCycle) { Length = length });
            Assert.All(Enumerable.Range(0, 12), t => Assert.InRange(schedule.At(t), 0, 0.5));
        }
    }
}

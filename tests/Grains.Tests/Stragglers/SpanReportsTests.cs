using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Workers;
using Granary.Grains.Stragglers;

namespace Granary.Grains.Tests.Stragglers;

public sealed class SpanReportsTests
{
    [Fact]
    public void Join_TwoReports_TakesEachStepOnce()
    {
        var head = Report(10, [1, 2, 3, 4, 5, 6], [1, 2, 3]) with { IsOvertaken = true };
        var tail = Report(12, [50, 60, 70, 80], [30, 40]);

        var joined = SpanReports.Join(head, tail, 10);

        Assert.Equal((10, 4, 2), (joined.FirstStep, joined.Steps, joined.Nodes));
        Assert.Equal([1, 2, 3, 4, 50, 60, 70, 80], joined.Losses);
        Assert.Equal([1, 2, 30, 40], joined.Correct);
        Assert.False(joined.IsOvertaken);
    }

    [Fact]
    public void Join_SecondHasSeenAll_IsTheSeconds()
    {
        var tail = Report(10, [50, 60], [30]);

        Assert.Same(tail, SpanReports.Join(null, tail, 10));
    }

    // What an overtaken worker saw of later steps may come from anything.
    [Theory]
    [InlineData(11, 11L, 0)]
    [InlineData(12, 13L, 1)]
    public void Join_NonFiniteLosses_AreTheFirstOnesThatCount(long seenAt, long expected, int expectedLayer)
    {
        var head = Report(10, [1, 2, 3, 4, 5, 6], [1, 2, 3]) with { NonFiniteStep = seenAt, NonFiniteLayer = 0 };
        var tail = Report(12, [50, 60, 70, 80], [30, 40]) with { NonFiniteStep = 13, NonFiniteLayer = 1 };

        var joined = SpanReports.Join(head, tail, 10);

        Assert.Equal((expected, expectedLayer), (joined.NonFiniteStep, joined.NonFiniteLayer));
    }

    [Fact]
    public void Join_HeadThatMissesSteps_IsRefused()
    {
        var tail = Report(12, [50, 60], [30]);

        Assert.Throws<RefusedException>(() => SpanReports.Join(null, tail, 10));
        Assert.Throws<RefusedException>(() => SpanReports.Join(Report(10, [1, 2], [1]), tail, 10));
        Assert.Throws<RefusedException>(() => SpanReports.Join(Report(5, [1, 2, 3, 4, 5, 6], [1, 2, 3]), tail, 10));
    }

    private static SpanReport Report(long from, double[] losses, int[] correct) => new()
    {
        FirstStep = from,
        Steps = correct.Length,
        Nodes = 2,
        Losses = losses,
        Correct = correct,
        Waiting = TimeSpan.Zero,
        BytesSent = 0,
    };
}

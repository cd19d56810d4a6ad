using Granary.Grains.Checkpoints;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Grains.Tests.Checkpoints;

public sealed class CheckpointClockTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void EverySteps_SpansEndWhereACheckpointIsDue()
    {
        var clock = new CheckpointClock(new CheckpointSpec { EverySteps = 100 }, _time);

        Assert.Equal(100, clock.Limit(0, 5000));
        Assert.Equal(100, clock.Limit(99, 5000));
        Assert.Equal(200, clock.Limit(100, 5000));
        Assert.Equal(120, clock.Limit(100, 120));
        Assert.True(clock.IsDue(200));
        _time.Now += 1000;
        Assert.False(clock.IsDue(201));
    }

    [Theory]
    [InlineData(null, 30)]
    [InlineData(2.5, 2.5)]
    public void EverySeconds_IsDueThenAndNotBefore(double? asked, double seconds)
    {
        var clock = new CheckpointClock(new CheckpointSpec { EverySeconds = asked }, _time);

        Assert.Equal(5000, clock.Limit(0, 5000));
        _time.Now += seconds - 0.01;
        Assert.False(clock.IsDue(77));
        _time.Now += 0.01;
        Assert.True(clock.IsDue(77));
        clock.Restart();
        Assert.False(clock.IsDue(77));
    }

    [Fact]
    public void Both_WhicheverComesFirst()
    {
        var clock = new CheckpointClock(new CheckpointSpec { EverySteps = 100, EverySeconds = 10 }, _time);

        Assert.True(clock.IsDue(100));
        _time.Now += 10;
        Assert.True(clock.IsDue(7));
    }

    private sealed class ManualTime : TimeProvider
    {
        public double Now { get; set; }

        public override long TimestampFrequency => 1_000_000;

        public override long GetTimestamp() => (long)Math.Round(Now * TimestampFrequency);
    }
}

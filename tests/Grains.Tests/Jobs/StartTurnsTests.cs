using Granary.Grains.Jobs;

namespace Granary.Grains.Tests.Jobs;

public sealed class StartTurnsTests
{
    private readonly MovableTime _time = new();
    private readonly StartTurns _turns;

    public StartTurnsTests() => _turns = new StartTurns(_time);

    [Fact]
    public void Begin_Innocent_StartAtOnce()
    {
        Assert.True(_turns.Begin("a", isSuspect: false));
        Assert.True(_turns.Begin("b", isSuspect: false));
    }

    [Fact]
    public void Begin_Suspect_WaitsForAllOthersAndKeepsThemOut()
    {
        Assert.True(_turns.Begin("a", isSuspect: false));
        Assert.False(_turns.Begin("suspect", isSuspect: true));
        Assert.False(_turns.Begin("b", isSuspect: false));

        _turns.End("a");

        Assert.False(_turns.Begin("b", isSuspect: false));
        Assert.True(_turns.Begin("suspect", isSuspect: true));
        Assert.False(_turns.Begin("b", isSuspect: false));
        _turns.End("suspect");
        Assert.True(_turns.Begin("b", isSuspect: false));
    }

    [Fact]
    public void Begin_Suspects_TakeTurnsInTheirOrder()
    {
        Assert.True(_turns.Begin("a", isSuspect: true));
        Assert.False(_turns.Begin("b", isSuspect: true));
        Assert.False(_turns.Begin("c", isSuspect: true));

        _turns.End("a");

        Assert.False(_turns.Begin("c", isSuspect: true));
        Assert.True(_turns.Begin("b", isSuspect: true));
    }

    [Fact]
    public void Begin_Again_IsTheSameJobsTurn()
    {
        Assert.True(_turns.Begin("a", isSuspect: true));
        Assert.True(_turns.Begin("a", isSuspect: true));
    }

    [Fact]
    public void Begin_LostHolder_LosesItsTurn()
    {
        Assert.True(_turns.Begin("lost", isSuspect: true));

        _time.Pass(TimeSpan.FromMinutes(3));

        Assert.True(_turns.Begin("a", isSuspect: true));
    }

    [Fact]
    public void Begin_LostSuspect_KeepsNobodyWaiting()
    {
        Assert.True(_turns.Begin("a", isSuspect: true));
        Assert.False(_turns.Begin("lost", isSuspect: true));
        _turns.End("a");

        _time.Pass(TimeSpan.FromSeconds(10));

        Assert.True(_turns.Begin("b", isSuspect: false));
    }

    private sealed class MovableTime : TimeProvider
    {
        private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => _now;

        public void Pass(TimeSpan time) => _now += time;
    }
}

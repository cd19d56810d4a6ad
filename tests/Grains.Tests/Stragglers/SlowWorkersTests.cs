using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Stragglers;

namespace Granary.Grains.Tests.Stragglers;

public sealed class SlowWorkersTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Look_WorkerThatIsSlowForLong_IsToldOnce()
    {
        var slow = new SlowWorkers();
        WorkerStatus[] workers = [Worker("a", busy: 10), Worker("b", busy: 25), Worker("c", busy: 11)];

        var told = Enumerable.Range(0, 20).SelectMany(_ => slow.Look(workers, Second)).ToArray();

        Assert.Equal("b", Assert.Single(told).Silo);
    }

    [Fact]
    public void Look_WorkerThatIsSlowForAMoment_IsNotTold()
    {
        var slow = new SlowWorkers();
        for (var i = 0; i < 20; i++)
        {
            Assert.Empty(slow.Look([Worker("a", busy: 10), Worker("b", busy: i % 5 == 4 ? 10 : 100)], Second));
        }
    }

    [Fact]
    public void Look_OneWorker_HoldsNobodyUp() =>
        Assert.Empty(Enumerable.Range(0, 20).SelectMany(_ => new SlowWorkers().Look([Worker("a", busy: 10)], Second)));

    private static WorkerStatus Worker(string silo, double busy) => new()
    {
        Silo = silo,
        FirstShard = 0,
        EndShard = 1,
        ComputeThreads = 1,
        StepTime = TimeSpan.FromMilliseconds(100),
        WaitingTime = TimeSpan.FromMilliseconds(100 - busy),
        BytesPerSecond = 0,
    };
}

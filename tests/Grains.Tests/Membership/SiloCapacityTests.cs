using Granary.Grains.Interfaces.Silos;
using Granary.Grains.Membership;

namespace Granary.Grains.Tests.Membership;

public sealed class SiloCapacityTests
{
    [Fact]
    public void ThreadsOf_SilosOfOneMachine_AreNoMoreThanItsCores()
    {
        SiloCapacity[] silos = [Silo("a", 2, "one"), Silo("b", 2, "one"), Silo("c", 1, "other"), Silo("d", 1, "other")];

        Assert.Equal(2, SiloCapacity.ThreadsOf(silos.Take(1)));
        Assert.Equal(2, SiloCapacity.ThreadsOf(silos.Take(2)));
        Assert.Equal(4, SiloCapacity.ThreadsOf(silos));
    }

    private static SiloCapacity Silo(string address, int threads, string host) =>
        new(address, threads) { Memory = new SiloMemory(1, 1, host, 1), Cores = 2 };
}

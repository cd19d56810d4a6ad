using Granary.Clustering.Transport.Tests.Connections;
using Granary.Grains.Interfaces.Silos;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.Clustering.Transport.Tests.Silos;

public sealed class RoundTripTests
{
    private const int MB = 1024 * 1024;

    private static readonly int[] Sizes = [0, 1, 1000, BlockPool.BlockSize - 1, BlockPool.BlockSize, BlockPool.BlockSize + 1, MB, 30 * MB];

    [Theory]
    [InlineData(Kind.Unix, Kind.Unix, true)]
    [InlineData(Kind.Tcp, Kind.Tcp, false)]
    [InlineData(Kind.Tls, Kind.Tls, false)]
    [InlineData(Kind.Secret, Kind.Secret, false)]
    [InlineData(Kind.Unix, Kind.Stock, false)]
    [InlineData(Kind.Stock, Kind.Unix, false)]
    public async Task Echo_AnySize_ComesBackBitForBit(Kind first, Kind second, bool isUnix)
    {
        await using var pair = await SiloPair.Start(first, second);
        var grain = await pair.GrainOnSecond();

        foreach (var size in Sizes)
        {
            var bytes = Bytes.Random(size);
            Assert.Equal(bytes, await grain.Echo(bytes));
        }

        var own = first == Kind.Stock ? pair.Second : pair.First;
        Assert.Equal(isUnix, own.Transport().Counters.UnixConnections > 0);
        Assert.Equal(!isUnix, own.Transport().Counters.TcpConnections > 0);
    }

    [Theory]
    [InlineData(Kind.Unix)]
    [InlineData(Kind.Tcp)]
    [InlineData(Kind.Tls)]
    public async Task Echo_ManyAtOnce_EachGetsItsOwn(Kind kind)
    {
        await using var pair = await SiloPair.Start(kind, kind);
        var grains = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => pair.GrainOnSecond()));

        await Task.WhenAll(Enumerable.Range(0, 400).Select(async i =>
        {
            var bytes = Bytes.Random(i * 997 % 300_000, seed: i);
            Assert.Equal(bytes, await grains[i % grains.Length].Echo(bytes));
        }));
    }

    [Theory]
    [InlineData(Kind.Unix)]
    [InlineData(Kind.Tcp)]
    [InlineData(Kind.Tls)]
    public async Task Echo_LargeMessages_CountAsTrafficOfBothSilos(Kind kind)
    {
        const int Calls = 10;
        await using var pair = await SiloPair.Start(kind, kind);
        var grain = await pair.GrainOnSecond();
        var traffic = new[] { pair.First, pair.Second }.Select(h => h.Services.GetRequiredService<ISiloTraffic>()).ToArray();
        var before = Array.ConvertAll(traffic, t => t.BytesSent);

        for (var i = 0; i < Calls; i++)
        {
            await grain.Echo(Bytes.Random(MB));
        }

        // Framing and the silos' own talk are a few KB.
        Assert.All(traffic.Zip(before), t => Assert.InRange(t.First.BytesSent - t.Second, Calls * MB, (Calls * MB) + (MB / 10)));
    }

    [Theory]
    [InlineData(Kind.Unix, 10)]
    [InlineData(Kind.Tcp, 10)]
    [InlineData(Kind.Tls, 10)]
    [InlineData(Kind.Unix, 50, Traits = ["set", "long"])]
    [InlineData(Kind.Tcp, 50, Traits = ["set", "long"])]
    public async Task Echo_ForLong_KeepsMemoryLevel(Kind kind, int calls)
    {
        await using var pair = await SiloPair.Start(kind, kind);
        var grain = await pair.GrainOnSecond();
        var bytes = Bytes.Random(MB);
        var pools = new[] { pair.First.Transport().Pool, pair.Second.Transport().Pool };

        async Task<int> Blocks()
        {
            for (var i = 0; i < calls; i++)
            {
                await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => grain.Echo(bytes)));
            }

            return pools.Sum(p => p.Kept + p.Rented);
        }

        await Blocks();
        var most = await Blocks();
        for (var i = 0; i < 4; i++)
        {
            most = Math.Max(most, await Blocks());
        }

        // Each of the two connections' ends has two pipes; each may hold what its writer is ahead, and a message or two beyond.
        const int BlocksOfPipe = (TransportConnection.PauseBytes + (2 * MB)) / BlockPool.BlockSize + 2;
        Assert.InRange(most, 1, 2 * 2 * 2 * BlocksOfPipe);

        // Quiet again, a connection holds the one block that it is receiving into.
        foreach (var host in new[] { pair.First, pair.Second })
        {
            var connections = host.Transport().Counters.UnixConnections + host.Transport().Counters.TcpConnections;
            await Eventually.Becomes(
                () => host.Transport().Pool.Rented, $"at most {connections} rented blocks", rented => rented <= connections);
        }
    }
}

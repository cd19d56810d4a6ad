using System.Text.Json;
using Granary.Grains.Interfaces.Silos;

namespace Granary.Client.Tests.Commands;

public sealed class ClusterCommandTests : CommandTestBase
{
    private static readonly SiloFacts Busy = new()
    {
        Address = "127.0.0.1:11111",
        Name = "silo-1",
        ComputeThreads = 2,
        Kernel = "avx512",
        Workers = 1,
        Slices = 3,
        SliceBytes = 4540,
        MemoryBytes = 100 << 20,
        Jobs = ["digits-1"],
        Load = 0.734,
        IsLeaving = false,
        BytesSent = 5 << 20,
        Machine = null,
        Cores = 2,
        Memory = new SiloMemory(24L << 30, 20L << 30, "host", 20L << 30),
    };

    private static readonly SiloFacts Leaving = Busy with
    {
        Address = "127.0.0.1:11112", Jobs = ["digits-1", "fashion-mnist-12", "iris-3"], Load = 0, IsLeaving = true, BytesSent = 0,
    };

    public ClusterCommandTests() => Cluster = new FakeCluster
    {
        Silos = [(Busy.Address, Busy), (Leaving.Address, Leaving), ("127.0.0.1:11113", null)],
    };

    [Theory]
    [InlineData(60, "SILO             STATE      CORES  LOAD  JOBS")]
    [InlineData(80, "SILO             STATE      CORES  LOAD  JOBS                 LAYERS   WORKERS")]
    public async Task Cluster_Silos_ShowsWhatFits(int width, string head)
    {
        Assert.Equal(0, await RunAsync("cluster", width));

        Assert.Equal(head, OutputLines[0]);
        Assert.StartsWith("127.0.0.1:11111  active     2      73 %  digits-1", OutputLines[1], StringComparison.Ordinal);
        Assert.StartsWith("127.0.0.1:11112  leaving    2      0 %   digits-1 and 2 more", OutputLines[2], StringComparison.Ordinal);
        Assert.Equal("127.0.0.1:11113  no answer", OutputLines[3]);
    }

    [Fact]
    public async Task Cluster_WideOutput_ShowsEverything()
    {
        Assert.Equal(0, await RunAsync("cluster", int.MaxValue));

        Assert.EndsWith("digits-1             4.4 KiB  1        3       5.0 MiB  100.0 MiB  avx512  silo-1", OutputLines[1], StringComparison.Ordinal);
        Assert.EndsWith("4.4 KiB  1        3       -        100.0 MiB  avx512  silo-1", OutputLines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClusterJson_Silos_IsOneObjectALine()
    {
        Assert.Equal(0, await RunAsync("cluster --json"));

        var silos = OutputLines.Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(["active", "leaving", null], silos.Select(s => s.GetProperty("state").GetString()));
        Assert.Equal(["127.0.0.1:11111", "127.0.0.1:11112", "127.0.0.1:11113"], silos.Select(s => s.GetProperty("address").GetString()!));
        Assert.Equal(4540, silos[0].GetProperty("sliceBytes").GetInt64());
        Assert.Equal(0.734, silos[0].GetProperty("load").GetDouble());
        Assert.Equal(5 << 20, silos[0].GetProperty("bytesSent").GetInt64());
        Assert.Equal(3, silos[1].GetProperty("jobs").GetArrayLength());
    }
}

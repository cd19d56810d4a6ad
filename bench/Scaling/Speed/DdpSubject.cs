using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Granary.Benchmarks.Common;

namespace Granary.Benchmarks.Scaling.Speed;

/// <summary>Two ranks of PyTorch's DistributedDataParallel.</summary>
public sealed class DdpSubject : ISpeedSubject
{
    private const int Ranks = 2;
    private const string Remedy = "apt-get install python3-torch python3-numpy";

    private readonly Child[] _ranks;

    private DdpSubject(string name, Child[] ranks)
    {
        Name = name;
        _ranks = ranks;
    }

    public string Name { get; }

    /// <summary>What the first rank says of itself.</summary>
    public string Description => _ranks[0].Description.GetRawText();

    /// <summary>Starts the ranks; null where they cannot run.</summary>
    /// <param name="options">The interpreter.</param>
    /// <param name="folder">The folder of the workload.</param>
    /// <param name="isPinned">Whether each rank has a core of its own.</param>
    /// <param name="blasThreads">OpenBLAS's threads in each rank.</param>
    /// <param name="skipped">Told why when they cannot run.</param>
    public static DdpSubject? Start(Options options, string folder, bool isPinned, int blasThreads, Action<string> skipped)
    {
        var name = $"DDP, {Ranks} ranks, {(isPinned ? "pinned" : "not pinned")}, OpenBLAS {blasThreads}";
        var environment = new Dictionary<string, string>
        {
            ["MASTER_ADDR"] = IPAddress.Loopback.ToString(),
            ["MASTER_PORT"] = $"{FreePort()}",
            ["OMP_NUM_THREADS"] = "1",
            ["OPENBLAS_NUM_THREADS"] = $"{blasThreads}",
        };

        // At once, because a rank says nothing before it has met the others.
        var ranks = Enumerable.Range(0, Ranks).Select(rank => Task.Factory.StartNew(() => StartRank(rank), TaskCreationOptions.LongRunning))
            .ToArray()
            .Select(start => start.GetAwaiter().GetResult())
            .OfType<Child>()
            .ToArray();
        if (ranks.Length == Ranks)
        {
            return new DdpSubject(name, ranks);
        }

        Array.ForEach(ranks, r => r.Dispose());
        return null;

        Child? StartRank(int rank)
        {
            string[] script = [options.Python, Path.Combine(AppContext.BaseDirectory, "ddp.py"), folder, $"{rank}", $"{Ranks}"];
            return Child.Start($"{name}, rank {rank}", isPinned ? ["taskset", "-c", $"{rank}", .. script] : script, environment, Remedy, skipped);
        }
    }

    public async Task<(double[] Losses, string? WeightsHash)> FirstSteps(int steps) =>
        ((await Ask(new { op = "losses", steps })).GetProperty("losses").Deserialize<double[]>()!, null);

    public async Task<double> RowsPerSecond(double seconds) =>
        (await Ask(new { op = "time", seconds })).GetProperty("rowsPerSecond").GetDouble();

    public ValueTask DisposeAsync()
    {
        Array.ForEach(_ranks, r => r.Dispose());
        return ValueTask.CompletedTask;
    }

    private async Task<JsonElement> Ask(object request) =>
        (await Task.WhenAll(_ranks.Select(r => Task.Factory.StartNew(() => r.Ask(request), TaskCreationOptions.LongRunning))))[0];

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

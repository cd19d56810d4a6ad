using System.Text.Json;
using Granary.Clustering.Databases;
using Granary.Testing.Servers;

namespace Granary.Silo.Tests.Processes;

/// <summary>
/// The same bits from clusters of several processes: whatever they find each other by, however they talk, whatever is on the wire,
/// and however different they are.
/// </summary>
public sealed class SpreadTrainingTests : IAsyncDisposable
{
    private static readonly string Digits = Path.Combine(AppContext.BaseDirectory, "examples", "digits.json");

    // Every silo gets slices of it, however long it takes.
    private static readonly string[] Wide =
    [
        "--set", "network.dimensions=[64,320,256,10]", "--set", "network.activations=[\"relu\",\"tanh\",\"sigmoid\"]", "--set", "epochs=2", "--set", "silos=3",
    ];

    private readonly TemporaryFolder _data = new();
    private readonly List<SiloProcess> _silos = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos)
        {
            await silo.DisposeAsync();
        }

        _data.Dispose();
    }

    [Theory]
    [InlineData("float32", "granary", "granary", "granary")]
    [InlineData("bfloat16", "granary", "granary", "granary")]
    [InlineData("float32", "stock", "stock")]
    [InlineData("bfloat16", "stock --no-shared-memory", "granary --no-shared-memory", "stock --no-shared-memory")]
    [InlineData("float32", "granary --no-shared-memory", "granary", "granary")]
    [InlineData("bfloat16", "granary", "stock", "granary --no-shared-memory")]
    public async Task Silos_AnyTransportAndWire_EndWithTheBitsOfOne(string wire, params string[] transports)
    {
        string[] insecure = transports.Any(t => t.StartsWith("stock", StringComparison.Ordinal)) ? ["--insecure"] : [];
        string[] job = [.. Wide, "--set", $"wire={wire}"];
        for (var i = 0; i < transports.Length; i++)
        {
            // Uneven silos get uneven shares.
            _silos.Add(await SiloProcess.StartAsync(_data, [.. insecure, "--transport", .. transports[i].Split(' '), "--cores", $"{i + 1}"]));
        }

        var spread = await Train(["submit", Digits, "--follow", "--json", "--data-dir", _data.Path, .. insecure, .. job]);

        Assert.Equal(transports.Length, spread.GetProperty("silos").GetInt32());
        var sent = await BytesSent(insecure);
        var tensors = 4L * spread.GetProperty("parameters").GetInt64() * spread.GetProperty("steps").GetInt64();
        if (transports.Count(t => !t.EndsWith("--no-shared-memory", StringComparison.Ordinal)) == transports.Length)
        {
            Assert.True(sent < tensors / 20, $"{sent} bytes were sent, though all silos share memory: tensors have {tensors}");
        }
        else if (transports.Contains("granary --no-shared-memory"))
        {
            Assert.True(sent > tensors / 4, $"{sent} bytes were sent, though not all silos share memory: tensors have {tensors}");
        }

        Assert.Equal((await Train(["run", Digits, "--json", .. job])).GetProperty("weightsHash").GetString(), spread.GetProperty("weightsHash").GetString());
    }

    [Fact]
    public async Task Silos_FindEachOtherInRedis_TrainAndKeepTheJob()
    {
        using var server = new RedisProcess("--appendonly", "yes", "--requirepass", "secret");
        await server.StartAsync();

        await TrainAndKeepTheJob($"redis:{server.Place},password=secret");
    }

    [Fact]
    public async Task Silos_FindEachOtherInPostgres_TrainAndKeepTheJob()
    {
        using var server = new PostgresProcess("-c", "fsync=off");
        await server.StartAsync();
        await PostgresSchema.CreateAsync(server.ConnectionString("postgres"), CancellationToken.None);

        await TrainAndKeepTheJob($"postgres:{server.ConnectionString("postgres")}");
    }

    private async Task TrainAndKeepTheJob(string address)
    {
        for (var i = 0; i < 2; i++)
        {
            _silos.Add(await SiloProcess.StartAsync(_data, "--cluster", address));
        }

        var spread = await Train(["submit", Digits, "--follow", "--json", "--cluster", address, .. Wide]);

        Assert.Equal(2, spread.GetProperty("silos").GetInt32());
        Assert.Equal((await Train(["run", Digits, "--json", .. Wide])).GetProperty("weightsHash").GetString(), spread.GetProperty("weightsHash").GetString());
        var listed = await Program.Run("granary", "jobs", "--json", "--cluster", address);
        Assert.Contains(spread.GetProperty("job").GetString()!, listed.Output);
    }

    // By the silos that count them: Orleans' own transport does not.
    private async Task<long> BytesSent(string[] insecure)
    {
        var (_, output, _) = await Program.Run("granary", ["cluster", "--json", "--data-dir", _data.Path, .. insecure]);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Sum(l => JsonDocument.Parse(l).RootElement.GetProperty("bytesSent").GetInt64());
    }

    private static async Task<JsonElement> Train(string[] arguments)
    {
        var (exitCode, output, error) = await Program.Run("granary", arguments);
        Assert.True(exitCode == 0, $"granary {string.Join(' ', arguments)} ended with {exitCode}: {error}");
        return JsonDocument.Parse(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]).RootElement;
    }
}

using Granary.Benchmarks.Common;
using Granary.Clustering.Addresses;
using Granary.Clustering.Doors;
using Granary.Clustering.Hosting;
using Granary.Clustering.Transport;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Silos;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Granary.Benchmarks.Scaling.Clusters;

/// <summary>A local cluster of silo processes, each pinned to a core, and a client of it.</summary>
public sealed class SiloCluster : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("granary-scaling-");
    private readonly List<SiloProcess> _silos = [];
    private readonly string[] _options;
    private readonly CleanUp _cleanUp;
    private IHost? _client;

    private SiloCluster(string[] options)
    {
        _options = options;
        _cleanUp = new CleanUp(() =>
        {
            _silos.ForEach(s => s.Dispose());
            _data.Delete(recursive: true);
        });
    }

    /// <summary>What Orleans' own transport needs.</summary>
    public static string Insecure => ClusterChoice.InsecureOption;

    private IClusterClient Grains => _client!.Services.GetRequiredService<IClusterClient>();

    /// <summary>Starts the silos one after the other; they take the cores in turn.</summary>
    /// <param name="threads">Compute threads of each silo.</param>
    /// <param name="options">Further options of <c>granary-silo</c>.</param>
    public static async Task<SiloCluster> Start(IEnumerable<int> threads, params string[] options)
    {
        var cluster = new SiloCluster(options);
        try
        {
            foreach (var count in threads)
            {
                await cluster.Join(count);
            }

            cluster._client = BuildClient(cluster.Place(options));
            await cluster._client.StartAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one silo more.</summary>
    /// <param name="threads">Its compute threads.</param>
    public async Task Join(int threads)
    {
        var silo = SiloProcess.Start(_silos.Count % Environment.ProcessorCount, threads, _data.FullName, _options);
        _silos.Add(silo);
        await silo.Joined();
    }

    /// <summary>Has the silo that was started first leave politely, and returns when it has.</summary>
    /// <exception cref="InvalidOperationException">It does not, or fails.</exception>
    public async Task Leave()
    {
        using var leaver = _silos[0];
        await leaver.Leave();
        _silos.Remove(leaver);
    }

    /// <summary>Submits a job.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public async Task<Job> Submit(JobSpec spec)
    {
        var id = await Grains.GetGrain<IJobListGrain>(0).NewId(spec.Name);
        var job = Grains.GetGrain<ICoordinatorGrain>(id);
        var faults = (await job.Submit(spec)).Faults;
        return faults.Length == 0
            ? new Job(job)
            : throw new InvalidOperationException(string.Join('\n', faults.Select(f => $"{f.Key}{f.File}: {f.Message}")));
    }

    /// <summary>Bytes that each silo has sent to others since it was started.</summary>
    public async Task<long[]> BytesSent()
    {
        var hosts = await Grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
        var facts = await Task.WhenAll(
            hosts.Keys.Order().Select(a => Grains.GetGrain<ISiloGrain>(GrainKeys.Silo(a.ToParsableString())).GetFacts()));
        return [.. facts.Select(f => f.BytesSent)];
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
        {
            await _client.StopAsync();
            _client.Dispose();
        }

        _cleanUp.Dispose();
    }

    private ClusterPlace Place(string[] options) => new(new ClusterAddress.Local(), new DataDirectory(_data.FullName))
    {
        Insecure = options.Contains(Insecure),
    };

    private static IHost BuildClient(ClusterPlace place) => new HostBuilder()
        .ConfigureLogging(logging => logging.ClearProviders())
        .UseOrleansClient(client => client.UseGranaryClustering(place).UseGranaryTransport(ClusterDoors.Of(place)))
        .Build();
}

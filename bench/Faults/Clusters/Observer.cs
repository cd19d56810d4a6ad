using System.Net;
using Granary.Clustering.Addresses;
using Granary.Clustering.Doors;
using Granary.Clustering.Transport;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace Granary.Benchmarks.Faults.Clusters;

/// <summary>
/// A client that knows one silo and no other. With one for each silo, what is seen of a job does not depend on how soon clients
/// find another silo than a lost one.
/// </summary>
public sealed class Observer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(30);

    private readonly IHost _host;

    private Observer(IHost host) => _host = host;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IClusterClient>();

    public static async Task<Observer> ConnectAsync(IPEndPoint gateway, string data)
    {
        var host = new HostBuilder()
            .ConfigureLogging(logging => logging.ClearProviders())
            .UseOrleansClient(client =>
            {
                client.UseStaticClustering(gateway);
                client.UseGranaryTransport(ClusterDoors.Of(new ClusterPlace(new ClusterAddress.Local(), new DataDirectory(data))));
                client.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (ClusterDefaults.ClusterId, ClusterDefaults.ServiceId));
                client.UseConnectionRetryFilter((_, token) => Task.FromResult(!token.IsCancellationRequested));
            })
            .Build();
        await host.StartAsync().WaitAsync(ConnectTime);
        return new Observer(host);
    }

    /// <summary>Where a job stands; null when nobody answers soon.</summary>
    public async Task<JobStatus?> TryGetStatus(string jobId)
    {
        try
        {
            return await Grains.GetGrain<ICoordinatorGrain>(jobId).GetStatus().WaitAsync(Patience);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException or ObjectDisposedException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>The silo that a job's coordinator is on, and those that hold slices of it; empty when nobody answers.</summary>
    public async Task<(string? Coordinator, string[] Holders)> FindRoles(string jobId)
    {
        try
        {
            var management = Grains.GetGrain<IManagementGrain>(0);
            var coordinator = await management.GetActivationAddress(Grains.GetGrain<ICoordinatorGrain>(jobId)).AsTask().WaitAsync(Patience);
            var slices = await management.GetDetailedGrainStatistics().WaitAsync(Patience);
            return (
                coordinator?.Endpoint.ToString(),
                [.. slices.Where(s => s.GrainType.Contains("LayerGrain")).Select(s => s.SiloAddress.Endpoint.ToString()).Distinct()]);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            return (null, []);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // A client whose silo is gone takes its time to stop; nobody needs its farewell.
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        try
        {
            await _host.StopAsync(soon.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or OrleansException or AggregateException)
        {
            // It was cut off.
        }

        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}

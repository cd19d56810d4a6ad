using System.Net;
using System.Net.Sockets;
using Granary.Grains.Interfaces;
using Granary.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace Granary.Client.Connections;

/// <summary>Connects by Orleans' client, and starts clusters in this process.</summary>
/// <param name="patience">How long a cluster has to answer.</param>
internal sealed class OrleansConnector(TimeSpan patience) : IClusterConnector
{
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public async Task<IClusterConnection> ConnectAsync(ClusterAddress address, CancellationToken cancellationToken)
    {
        var endpoint = await ResolveAsync(address, cancellationToken);
        var host = BuildClient(endpoint);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(patience);
        try
        {
            // The start of Orleans' client does not always look at its token while it waits for an answer.
            await host.StartAsync(deadline.Token).WaitAsync(deadline.Token);
            return new OrleansConnection(host.Services.GetRequiredService<IClusterClient>(), (IAsyncDisposable)host);
        }
        catch (Exception e)
        {
            host.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw NoCluster(address, e);
        }
    }

    /// <inheritdoc/>
    public async Task<IClusterConnection> StartAsync(int silos, CancellationToken cancellationToken)
    {
        var cluster = await InProcessCluster.StartAsync(silos, cancellationToken);
        return new OrleansConnection(cluster.Client, cluster);
    }

    private static IHost BuildClient(IPEndPoint endpoint) => new HostBuilder()
        .ConfigureLogging(logging => logging.ClearProviders())
        .UseOrleansClient(client =>
        {
            client.UseStaticClustering(endpoint);
            client.UseConnectionRetryFilter(async (_, token) =>
            {
                await Task.Delay(TimeSpan.FromMilliseconds(250), token);
                return true;
            });
            client.Configure<ClusterOptions>(o =>
            {
                o.ClusterId = ClusterDefaults.ClusterId;
                o.ServiceId = ClusterDefaults.ServiceId;
            });
            client.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = ResponseTimeout);
        })
        .Build();

    private static async Task<IPEndPoint> ResolveAsync(ClusterAddress address, CancellationToken cancellationToken)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(address.Host, cancellationToken);
            var first = addresses.FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork) ?? addresses[0];
            return new IPEndPoint(first, address.Port);
        }
        catch (SocketException e)
        {
            throw new NoClusterException(
                $"no cluster at {address}: the name '{address.Host}' is unknown ({e.Message}); {ClusterAddress.Expected}", e);
        }
    }

    private NoClusterException NoCluster(ClusterAddress address, Exception e)
    {
        var port = address.Port == ClusterDefaults.GatewayPort ? "" : $" --gateway-port {address.Port}";
        var start = IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip) ? "start one with" : "start one there with";
        return new NoClusterException(
            $"no cluster answered at {address} within {patience.TotalSeconds:0.#} s; {start}: granary-silo{port}", e);
    }
}

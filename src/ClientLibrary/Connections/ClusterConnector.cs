using Granary.Clustering;
using Granary.Clustering.Addresses;
using Granary.Clustering.Databases;
using Granary.Clustering.Doors;
using Granary.Clustering.Hosting;
using Granary.Clustering.Transport;
using Granary.Grains.Interfaces;
using Granary.Requests.Connections;
using Granary.Requests.Faults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace Granary.Client.Connections;

/// <summary>Connects to running clusters by Orleans' client.</summary>
/// <param name="patience">How long a cluster has to answer that gives no other sign of life.</param>
/// <param name="protocol">The protocol of this program; <see cref="ClusterDefaults.ProtocolVersion"/> outside of tests.</param>
internal sealed class ClusterConnector(TimeSpan patience, int protocol = ClusterDefaults.ProtocolVersion)
{
    // Silos that give signs of life will answer; on a machine with too much to do, late. Frozen ones give none.
    private const int MorePatienceWithTheLiving = 4;

    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(10);

    // A frozen silo lets connections come up and then says nothing: time must be left to try others.
    private static readonly TimeSpan OpenConnectionTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Finds out which cluster is meant.</summary>
    /// <param name="choice">What was said about it.</param>
    /// <param name="environment">What the environment says.</param>
    /// <exception cref="RequestException">There is no such address.</exception>
    public static ClusterPlace Resolve(ClusterChoice choice, string? environment)
    {
        try
        {
            return choice.Resolve(environment);
        }
        catch (FormatException e)
        {
            throw new RequestException(e.Message);
        }
    }

    /// <summary>Connects to a running cluster.</summary>
    /// <exception cref="NoClusterException">No cluster answered there in time, or one that this program cannot use.</exception>
    public async Task<IClusterConnection> ConnectAsync(ClusterPlace place, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waiting = WaitInVain(place, deadline);
        IHost? host = null;
        try
        {
            await DatabaseCheck.RequireAsync(place.Address, deadline.Token);
            host = BuildClient(place);

            // The start of Orleans' client does not always look at its token while it waits for an answer.
            await host.StartAsync(deadline.Token).WaitAsync(deadline.Token);
            var connection = new OrleansConnection(
                host.Services.GetRequiredService<IClusterClient>(), place.ToString(), new Farewell((IAsyncDisposable)host));
            await CheckProtocolAsync(connection, place, deadline.Token);
            await deadline.CancelAsync();
            return connection;
        }
        catch (Exception e)
        {
            var refusal = host?.Services.GetRequiredService<ConnectionFaults>().Last;
            host?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            await deadline.CancelAsync();
            var fault = e as ClusterFaultException ?? refusal;
            throw fault is not null ? new NoClusterException(fault.Message, e) : NoAnswer(place, await waiting, e);
        }
    }

    // Sets the deadline when the patience is at its end, and gives the patience.
    private async Task<TimeSpan> WaitInVain(ClusterPlace place, CancellationTokenSource deadline)
    {
        var (start, token, wait) = (DateTimeOffset.UtcNow, deadline.Token, patience);
        try
        {
            await Task.Delay(wait, token);
            if (GranaryClusteringExtensions.HasSignOfLife(place, start))
            {
                wait *= MorePatienceWithTheLiving;
                await Task.Delay(wait - patience, token);
            }

            await deadline.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // It was answered, or the user does not wait any longer.
        }

        return wait;
    }

    private static IHost BuildClient(ClusterPlace place)
    {
        IHost? built = null;
        return built = new HostBuilder()
            .ConfigureLogging(logging => logging.ClearProviders())
            .ConfigureServices(services => services.AddSingleton<IHostLifetime, QuietLifetime>())
            .UseOrleansClient(client =>
            {
                client.UseGranaryClustering(place);
                client.UseGranaryTransport(ClusterDoors.Of(place));
                client.UseConnectionRetryFilter(async (e, token) =>
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(250), token);
                    return e is not ClusterFaultException && built?.Services.GetRequiredService<ConnectionFaults>().Last is null;
                });
                client.Configure<ConnectionOptions>(o => o.OpenConnectionTimeout = OpenConnectionTimeout);
                client.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = ResponseTimeout);
            })
            .Build();
    }

    private async Task CheckProtocolAsync(OrleansConnection connection, ClusterPlace place, CancellationToken cancellationToken)
    {
        var found = await connection.GetProtocolVersionAsync().WaitAsync(cancellationToken);
        if (found != protocol)
        {
            throw new ProtocolMismatchException(place.ToString(), found, protocol);
        }
    }

    private static NoClusterException NoAnswer(ClusterPlace place, TimeSpan waited, Exception e)
    {
        var choice = place.Address is ClusterAddress.Local
            ? new ClusterChoice(DataDirectory: place.Data.Path)
            : new ClusterChoice(place.Address.WithoutPasswords());
        var frozen = GranaryClusteringExtensions.HasSiloProcess(place)
            ? ", although its silo processes exist: if they are stopped, continue them (kill -CONT) or end them"
            : "";
        var insecure = place.Insecure ? $", without certificates as {ClusterChoice.InsecureOption} asks for" : "";
        return new NoClusterException(
            $"no cluster answered at {place}{WrongFolder(place)} within {waited.TotalSeconds:0.#} s{frozen}{insecure}; "
            + $"start one with: {choice.ForSameCluster("granary-silo")}",
            e);
    }

    private static string WrongFolder(ClusterPlace place) => place switch
    {
        { Address: not ClusterAddress.Local } => "",
        _ when File.Exists(place.Data.Path) => ", which is a file, not a directory,",
        _ when !Directory.Exists(place.Data.Path) => ", which does not exist,",
        _ => "",
    };
}

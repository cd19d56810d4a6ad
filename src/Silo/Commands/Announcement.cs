using System.Net;
using Granary.Clustering.Addresses;
using Granary.Silo.Hosting;
using Granary.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Granary.Silo.Commands;

/// <summary>What a silo says when it has joined: what it is part of, and what to do next.</summary>
internal static class Announcement
{
    private const string Insecure = "insecure: whoever reaches the ports for silos and clients may do everything, and nothing is encrypted, the token for HTTP included";

    public static async Task WriteAsync(TextWriter output, IHost host, SiloSettings settings, ClusterChoice choice)
    {
        var silos = host.Services.GetRequiredService<IClusterMembershipService>().CurrentSnapshot.Members.Values
            .Where(m => m.Status == SiloStatus.Active)
            .Select(m => m.SiloAddress.Endpoint.ToString())
            .Order(StringComparer.Ordinal)
            .ToArray();
        var server = host.Services.GetService<WebServer>();
        IEnumerable<string> lines =
        [
            $"Silo {new IPEndPoint(settings.Address, settings.Port)}, clients at {new IPEndPoint(settings.Address, settings.GatewayPort)}, "
                + $"{settings.Cores} compute {(settings.Cores == 1 ? "thread" : "threads")}. Ctrl-C stops it.",
            .. settings.Cluster.Insecure ? [Insecure] : Array.Empty<string>(),
            $"cluster {settings.Cluster.Address.WithoutPasswords()}, data directory {settings.Cluster.Data.Path}",
            silos.Length == 1 ? "silos now: this one" : $"silos now: {silos.Length} ({string.Join(", ", silos)})",
            .. settings.Advertised is null ? [] : new[] { $"listening at {settings.Host}" },
            .. server is null ? [] : new[] { $"dashboard {server.Link}" },
            .. settings.Metrics is null ? [] : new[] { $"metrics http://{settings.Metrics}/metrics, health http://{settings.Metrics}/health/ready" },
            $"next: {choice.ForSameCluster("granary-silo")}  # in another terminal, to add a silo",
            $"next: {choice.ForSameCluster("granary submit JOB.json --follow")}",
        ];
        foreach (var line in lines)
        {
            await output.WriteLineAsync(line);
        }
    }
}

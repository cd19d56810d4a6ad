using System.Net;
using Granary.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Granary.Silo.Hosting;

/// <summary>Tells a log that programs read when the silo has joined, and when it stops. It names no token.</summary>
internal sealed partial class LifeLog
{
    private LifeLog()
    {
    }

    /// <summary>The silo has joined.</summary>
    public static void TellJoined(IHost host, SiloSettings settings) => LogJoined(
        LogOf(host),
        $"{new IPEndPoint(settings.Address, settings.Port)}",
        $"{new IPEndPoint(settings.Address, settings.GatewayPort)}",
        settings.Cluster.Address.WithoutPasswords(),
        settings.Cluster.Data.Path,
        settings.Cores,
        host.Services.GetService<WebServer>()?.Address ?? "none",
        settings.Metrics?.ToString() ?? "none");

    /// <summary>The silo stops.</summary>
    public static void TellStops(IHost host) => LogStops(LogOf(host));

    private static ILogger<LifeLog> LogOf(IHost host) => host.Services.GetRequiredService<ILogger<LifeLog>>();

    [LoggerMessage(
        1,
        LogLevel.Information,
        "silo {Silo} has joined: clients at {Clients}, cluster {Cluster}, data directory {DataDirectory}, {Cores} compute threads, HTTP at {Http}, metrics at {Metrics}")]
    private static partial void LogJoined(
        ILogger log, string silo, string clients, string cluster, string dataDirectory, int cores, string http, string metrics);

    [LoggerMessage(2, LogLevel.Information, "the silo stops")]
    private static partial void LogStops(ILogger log);
}

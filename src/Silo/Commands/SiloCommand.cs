using System.CommandLine;
using Granary.Clustering;
using Granary.Clustering.Addresses;
using Granary.Clustering.Databases;
using Granary.Clustering.Hosting;
using Granary.Silo.CommandLines;
using Granary.Silo.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;

namespace Granary.Silo.Commands;

/// <summary>
/// The command line of <c>granary-silo</c>: with no options a silo of the local cluster. Who starts it twice has two silos.
/// </summary>
public static class SiloCommand
{
    private const int WrongRequest = 2;
    private const int Interrupted = 130;

    // Longer than a host may take to stop: a silo that is asked to end is not cut off while it leaves the cluster.
    private static readonly TimeSpan TerminationTimeout = SiloHost.ShutdownTimeout + TimeSpan.FromSeconds(5);

    /// <summary>Runs the program.</summary>
    /// <param name="arguments">What follows its name.</param>
    /// <param name="configure">Changes to the silo's host, or null.</param>
    /// <returns>
    /// Its exit code: 0 done, 1 it failed or was declared dead, 2 the request was wrong, or there is something in its way, 130 interrupted before
    /// it was up.
    /// </returns>
    public static async Task<int> RunAsync(string[] arguments, Action<HostApplicationBuilder>? configure = null)
    {
        var result = Create(configure).Parse(arguments);
        if (result.Errors.Count == 0 || result.Action?.ClearsParseErrors == true)
        {
            return await result.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TerminationTimeout });
        }

        await Console.Error.WriteLineAsync($"granary-silo: {UsageText.Explain(result)}");
        await Console.Error.WriteLineAsync($"next: {FullName(result.CommandResult.Command)} --help");
        return WrongRequest;
    }

    /// <summary>Makes the command.</summary>
    /// <param name="configure">Changes to the silo's host, or null.</param>
    public static RootCommand Create(Action<HostApplicationBuilder>? configure = null)
    {
        var command = new RootCommand("Run a silo of a Granary cluster. It trains the jobs submitted with granary.")
        {
            SiloCommandOptions.Cluster,
            SiloCommandOptions.DataDirectory,
            SiloCommandOptions.DataRoots,
            SiloCommandOptions.DataSetLimit,
            SiloCommandOptions.DataLimit,
            SiloCommandOptions.CacheSize,
            SiloCommandOptions.Host,
            SiloCommandOptions.Advertise,
            SiloCommandOptions.Port,
            SiloCommandOptions.GatewayPort,
            SiloCommandOptions.Cores,
            SiloCommandOptions.MaxJobs,
            SiloCommandOptions.KeepJobs,
            SiloCommandOptions.Kernel,
            SiloCommandOptions.Transport,
            SiloCommandOptions.NoSharedMemory,
            SiloCommandOptions.Http,
            SiloCommandOptions.HttpNames,
            SiloCommandOptions.NoHttp,
            SiloCommandOptions.Certificates,
            SiloCommandOptions.Insecure,
            SiloCommandOptions.Metrics,
            SiloCommandOptions.Log,
            CertificatesCommand.Create(),
            DatabaseCommand.Create(),
        };
        command.SetAction((result, cancellationToken) => Run(result, configure, cancellationToken));
        return command;
    }

    private static async Task<int> Run(ParseResult result, Action<HostApplicationBuilder>? configure, CancellationToken cancellationToken)
    {
        var console = result.InvocationConfiguration;
        var log = result.GetValue(SiloCommandOptions.Log);
        try
        {
            var choice = new ClusterChoice(
                result.GetValue(SiloCommandOptions.Cluster),
                result.GetValue(SiloCommandOptions.DataDirectory),
                result.GetValue(SiloCommandOptions.Certificates),
                result.GetValue(SiloCommandOptions.Insecure));
            var settings = SiloRequest.Settle(result, choice);
            settings.Cluster.Data.Claim();
            await GranaryClusteringExtensions.CheckAsync(settings.Cluster, cancellationToken);
            if (await DatabaseCheck.FindRiskAsync(settings.Cluster.Address, cancellationToken) is { } risk)
            {
                await console.Error.WriteLineAsync("granary-silo: warning: " + risk);
            }

            if (!Console.IsErrorRedirected)
            {
                await console.Error.WriteLineAsync("Starting. Joining the cluster takes a few seconds.");
            }

            using var host = SiloHost.Build(settings, builder =>
            {
                HostLogging.Configure(builder, log);
                configure?.Invoke(builder);
            });
            var manager = new SystemdNotifier();
            await host.StartAsync(cancellationToken);
            await TellJoined(console.Output, host, settings, choice, log);
            manager.Notify(ServiceState.Ready);
            await WaitForEnd(host, cancellationToken);
            manager.Notify(ServiceState.Stopping);
            await TellStops(console.Output, host, log);
            await host.StopAsync(CancellationToken.None);
            return 0;
        }
        catch (Exception e) when (e is ClusterFaultException or FormatException)
        {
            await console.Error.WriteLineAsync("granary-silo: " + e.Message);
            return WrongRequest;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await console.Error.WriteLineAsync("granary-silo: interrupted before it had started");
            return Interrupted;
        }
    }

    private static async Task TellJoined(TextWriter output, IHost host, SiloSettings settings, ClusterChoice choice, LogFormat log)
    {
        if (log == LogFormat.Json)
        {
            LifeLog.TellJoined(host, settings);
            return;
        }

        await Announcement.WriteAsync(output, host, settings, choice);
    }

    private static async Task TellStops(TextWriter output, IHost host, LogFormat log)
    {
        if (log == LogFormat.Json)
        {
            LifeLog.TellStops(host);
            return;
        }

        await output.WriteLineAsync("Stopping.");
    }

    private static string FullName(Command command) =>
        string.Join(' ', Parents(command).Reverse().Select(c => c is RootCommand ? "granary-silo" : c.Name));

    private static IEnumerable<Symbol> Parents(Symbol symbol) => symbol.Parents.SelectMany(Parents).Prepend(symbol);

    private static async Task WaitForEnd(IHost host, CancellationToken cancellationToken)
    {
        try
        {
            await host.WaitForShutdownAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C or SIGTERM: what is left to do is to stop politely.
        }
    }
}

using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Granary.Grains.Interfaces;
using Granary.Silo.Hosting;
using Microsoft.Extensions.Hosting;

namespace Granary.Silo.Commands;

/// <summary>The command line of <c>granary-silo</c>: with no options a cluster of one silo, for development.</summary>
public static class SiloCommand
{
    private const int WrongRequest = 2;

    // Longer than a host may take to stop: a silo that is asked to end is not cut off while it leaves the cluster.
    private static readonly TimeSpan TerminationTimeout = SiloHost.ShutdownTimeout + TimeSpan.FromSeconds(5);

    private static readonly Option<int> Port = new("--port")
    {
        Description = "The loopback port for other silos.",
        DefaultValueFactory = _ => ClusterDefaults.SiloPort,
    };

    private static readonly Option<int> GatewayPort = new("--gateway-port")
    {
        Description = "The loopback port for clients: granary --cluster 127.0.0.1:PORT.",
        DefaultValueFactory = _ => ClusterDefaults.GatewayPort,
    };

    private static readonly Option<int> Cores = new("--cores")
    {
        Description = "Threads that compute.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private static readonly Option<string?> Kernel = new("--kernel")
    {
        Description = "The matrix kernel: avx512, avx2, vector128 or plain. All give the same bits.",
        DefaultValueFactory = _ => null,
    };

    /// <summary>Runs the program.</summary>
    /// <param name="arguments">What follows its name.</param>
    /// <returns>Its exit code: 0 done, 1 it failed, 2 the request was wrong.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var result = Create().Parse(arguments);
        var exitCode = await result.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TerminationTimeout });
        return result.Errors.Count > 0 ? WrongRequest : exitCode;
    }

    /// <summary>Makes the command.</summary>
    public static RootCommand Create()
    {
        var command = new RootCommand("A silo of a Granary cluster: it trains the jobs that granary submits.")
        {
            Port,
            GatewayPort,
            Cores,
            Kernel,
            DatabaseCommand.Create(),
        };
        foreach (var port in new[] { Port, GatewayPort })
        {
            RequireRange(port, 1, IPEndPoint.MaxPort);
        }

        RequireRange(Cores, 1, 1024);
        command.SetAction((result, cancellationToken) => Run(
            new SiloSettings
            {
                Port = result.GetValue(Port),
                GatewayPort = result.GetValue(GatewayPort),
                Cores = result.GetValue(Cores),
                Kernel = result.GetValue(Kernel),
            },
            result.InvocationConfiguration,
            cancellationToken));
        return command;
    }

    private static async Task<int> Run(SiloSettings settings, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        if (FindFault(settings) is { } fault)
        {
            await console.Error.WriteLineAsync("granary-silo: " + fault);
            return WrongRequest;
        }

        using var host = SiloHost.Build(settings, HostLogging.Configure);
        await host.StartAsync(cancellationToken);
        var isDefault = settings.GatewayPort == ClusterDefaults.GatewayPort;
        await console.Output.WriteLineAsync(
            $"Silo at 127.0.0.1:{settings.Port}, clients at 127.0.0.1:{settings.GatewayPort}, {settings.Cores} compute threads. Ctrl-C stops it.");
        await console.Output.WriteLineAsync(
            $"next: granary submit JOB.json --follow{(isDefault ? "" : $" --cluster 127.0.0.1:{settings.GatewayPort}")}");
        await WaitForEnd(host, cancellationToken);
        await console.Output.WriteLineAsync("Stopping.");
        await host.StopAsync(CancellationToken.None);
        return 0;
    }

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

    private static string? FindFault(SiloSettings settings)
    {
        if (settings.Port == settings.GatewayPort)
        {
            return $"--port and --gateway-port are both {settings.Port}: choose two different ports.";
        }

        foreach (var (option, port) in new[] { ("--port", settings.Port), ("--gateway-port", settings.GatewayPort) })
        {
            if (!IsFree(port))
            {
                return $"another program listens at 127.0.0.1:{port}. If it is a silo, use it; otherwise choose another port with {option}.";
            }
        }

        try
        {
            SiloHost.CheckKernel(settings.Kernel);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or PlatformNotSupportedException)
        {
            return "--kernel: " + e.Message;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static void RequireRange(Option<int> option, int least, int most) => option.Validators.Add(result =>
    {
        if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var value) && (value < least || value > most))
        {
            result.AddError($"{option.Name} {value}: expected a number from {least} to {most}.");
        }
    });
}

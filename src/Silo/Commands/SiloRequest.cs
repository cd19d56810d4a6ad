using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Granary.Clustering;
using Granary.Clustering.Addresses;
using Granary.Grains.Caching;
using Granary.Grains.Jobs;
using Granary.Grains.Uploads;
using Granary.Silo.CommandLines;
using Granary.Silo.Hosting;

namespace Granary.Silo.Commands;

/// <summary>Finds out what a command line asks for, and what of it cannot be.</summary>
internal static class SiloRequest
{
    /// <summary>Reads the options, and chooses the ports that they leave open.</summary>
    /// <exception cref="FormatException">The request is wrong; the message says what was found, what was expected, and what to do.</exception>
    /// <exception cref="ClusterFaultException">The certificates cannot be used.</exception>
    public static SiloSettings Settle(ParseResult options, ClusterChoice choice)
    {
        var host = options.GetValue(SiloCommandOptions.Host)!;
        var advertised = options.GetValue(SiloCommandOptions.Advertise);
        CheckReachable(host, advertised);
        var free = FreePorts(host);
        var cluster = choice.Resolve(Environment.GetEnvironmentVariable(ClusterChoice.AddressVariable));
        var http = HttpRequest.Settle(options);
        var settings = new SiloSettings
        {
            Cluster = cluster,
            Http = http?.In(cluster),
            DataRoots = DataRoots(options.GetValue(SiloCommandOptions.DataRoots) ?? []),
            UploadLimits = new UploadLimits(
                options.GetValue(SiloCommandOptions.DataSetLimit) ?? UploadLimits.Default.DataSetBytes,
                options.GetValue(SiloCommandOptions.DataLimit) ?? UploadLimits.Default.AllBytes),
            CacheBytes = options.GetValue(SiloCommandOptions.CacheSize) ?? TableCacheOptions.DefaultBytes,
            Queue = new QueueOptions(
                options.GetValue(SiloCommandOptions.MaxJobs) ?? QueueOptions.Default.JobsPerSilo,
                options.GetValue(SiloCommandOptions.KeepJobs) ?? QueueOptions.Default.KeptJobs),
            Host = host,
            Advertised = advertised,
            Metrics = options.GetValue(SiloCommandOptions.Metrics),
            Port = options.GetValue(SiloCommandOptions.Port) ?? free[0],
            GatewayPort = options.GetValue(SiloCommandOptions.GatewayPort) ?? free[1],
            Cores = options.GetValue(SiloCommandOptions.Cores),
            Kernel = options.GetValue(SiloCommandOptions.Kernel),
            StockTransport = options.GetValue(SiloCommandOptions.Transport) == SiloCommandOptions.StockTransport,
            SharesMemory = !options.GetValue(SiloCommandOptions.NoSharedMemory),
        };
        DoorRequest.Check(settings, http, choice);
        CheckPorts(settings);
        CheckKernel(settings.Kernel);
        return settings;
    }

    private static string[] DataRoots(string[] directories)
    {
        var missing = Array.FindAll(directories, d => !Directory.Exists(d));
        return missing.Length == 0
            ? Array.ConvertAll(directories, Path.GetFullPath)
            : throw new FormatException($"{SiloCommandOptions.DataRoots.Name}: found no directory {string.Join(" and no ", missing)}, expected existing ones.");
    }

    private static void CheckReachable(IPAddress host, IPAddress? advertised)
    {
        if (advertised is null && HostAddress.StandsForAll(host))
        {
            throw new FormatException(
                $"--host: found '{host}', expected one address of this machine, for example 192.168.0.7, at which others reach it. "
                + "To listen at all addresses, say with --advertise IP which one others reach.");
        }
    }

    private static int[] FreePorts(IPAddress host)
    {
        try
        {
            return Hosting.FreePorts.Find(host, 2);
        }
        catch (SocketException e)
        {
            throw new FormatException(
                $"{SiloCommandOptions.Host.Name} {host}: cannot listen on this address ({e.Message}), "
                + "expected an address of this machine.",
                e);
        }
    }

    private static void CheckPorts(SiloSettings settings)
    {
        if (settings.Port == settings.GatewayPort)
        {
            throw new FormatException($"--port and --gateway-port are both {settings.Port}: choose two different ports.");
        }

        foreach (var (option, port) in new[] { ("--port", settings.Port), ("--gateway-port", settings.GatewayPort) })
        {
            var endpoint = new IPEndPoint(settings.Host, port);
            if (!Hosting.FreePorts.IsFree(endpoint))
            {
                throw new FormatException(
                    $"another program is listening on {endpoint}: choose another port with {option}, or omit {option} to use a free one.");
            }
        }

        if (settings.Metrics is { } metrics && !Hosting.FreePorts.IsFree(metrics))
        {
            throw new FormatException(
                $"--metrics {metrics}: cannot listen there; another program does, or this machine does not have the address: choose another one.");
        }
    }

    private static void CheckKernel(string? kernel)
    {
        try
        {
            SiloHost.CheckKernel(kernel);
        }
        catch (Exception e) when (e is ArgumentException or PlatformNotSupportedException)
        {
            throw new FormatException("--kernel: " + e.Message, e);
        }
    }
}

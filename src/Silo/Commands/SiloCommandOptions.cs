using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Granary.Clustering.Addresses;
using Granary.Grains.Jobs;
using Granary.Silo.CommandLines;
using Granary.Silo.Hosting;

namespace Granary.Silo.Commands;

/// <summary>The options of <c>granary-silo</c>.</summary>
internal static class SiloCommandOptions
{
    /// <summary>The word for Orleans' own transport.</summary>
    public const string StockTransport = "stock";

    private const string GranaryTransport = "granary";
    private const string TextLog = "text";
    private const string JsonLog = "json";

    public static readonly Option<string?> Cluster = new(ClusterChoice.AddressOption)
    {
        Description =
            "The cluster to join: local, redis:HOST:PORT or postgres:CONNECTION-STRING. "
            + $"[default: {ClusterChoice.AddressVariable}, or local]",
        HelpName = "ADDRESS",
    };

    public static readonly Option<string?> DataDirectory = new(ClusterChoice.DataDirectoryOption)
    {
        Description = $"The directory for state and checkpoints. This machine's silos that share it are the local cluster. [default: {Clustering.Addresses.DataDirectory.Variable}, or ~/.granary]",
        HelpName = "DIR",
    };

    public static readonly Option<string[]> DataRoots = new("--data-root")
    {
        Description = "A directory below which jobs may have files read, beside the data directory. May be repeated. "
            + "[default: all files on loopback, otherwise none]",
        HelpName = "DIR",
    };

    public static readonly Option<long?> DataSetLimit = new("--data-set-limit")
    {
        Description = "The size of the largest data set that may be uploaded. [default: 64GB]",
        HelpName = "SIZE",
        CustomParser = ByteSize.Parser("--data-set-limit"),
    };

    public static readonly Option<long?> DataLimit = new("--data-limit")
    {
        Description = "The size of all uploaded data sets together. [default: 256GB]",
        HelpName = "SIZE",
        CustomParser = ByteSize.Parser("--data-limit"),
    };

    public static readonly Option<long?> CacheSize = new("--cache-size")
    {
        Description = "The size of the cache for data that took long to read. [default: 16GB]",
        HelpName = "SIZE",
        CustomParser = ByteSize.Parser("--cache-size"),
    };

    public static readonly Option<IPAddress> Host = new("--host")
    {
        Description = "The address of this machine, or its name, at which it listens and others reach it. With --advertise, 0.0.0.0 or :: for all addresses.",
        HelpName = "HOST",
        CustomParser = ParseHost,
        DefaultValueFactory = _ => IPAddress.Loopback,
    };

    public static readonly Option<IPAddress?> Advertise = new("--advertise")
    {
        Description = "The address or name at which others reach it, where that is not --host: behind NAT, or in a container.",
        HelpName = "HOST",
        CustomParser = ParseAdvertised,
    };

    public static readonly Option<int?> Port = new("--port")
    {
        Description = "The port for other silos. [default: a free one]",
        HelpName = "P",
        CustomParser = r => WholeNumber.Parser("--port", 1, IPEndPoint.MaxPort)(r),
    };

    public static readonly Option<int?> GatewayPort = new("--gateway-port")
    {
        Description = "The port for clients. [default: a free one]",
        HelpName = "P",
        CustomParser = r => WholeNumber.Parser("--gateway-port", 1, IPEndPoint.MaxPort)(r),
    };

    public static readonly Option<int> Cores = new("--cores")
    {
        Description = "The number of compute threads.",
        HelpName = "N",
        CustomParser = WholeNumber.Parser("--cores", 1, 1024),
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    public static readonly Option<int?> MaxJobs = new("--max-jobs")
    {
        Description = "How many jobs run at once for each silo; the others wait for their turn. Give all silos the same number. "
            + $"[default: {QueueOptions.Default.JobsPerSilo}]",
        HelpName = "N",
        CustomParser = r => WholeNumber.Parser("--max-jobs", 1, 1000)(r),
    };

    public static readonly Option<int?> KeepJobs = new("--keep-jobs")
    {
        Description = "How many jobs that have ended are kept, with their checkpoints and models; older ones are removed. "
            + $"[default: {QueueOptions.Default.KeptJobs}]",
        HelpName = "N",
        CustomParser = r => WholeNumber.Parser("--keep-jobs", 1, 1_000_000)(r),
    };

    public static readonly Option<string?> Kernel = new("--kernel")
    {
        Description = "The matrix kernel: avx512, avx2, vector128 or plain. All give the same bits. [default: the fastest]",
        HelpName = "K",
    };

    public static readonly Option<string> Transport = new("--transport")
    {
        Description = "The transport between silos: granary, or stock for Orleans' own, which needs --insecure. A cluster may mix both.",
        HelpName = "T",
        CustomParser = ParseTransport,
        DefaultValueFactory = _ => GranaryTransport,
    };

    public static readonly Option<bool> NoSharedMemory = new("--no-shared-memory")
    {
        Description = "Send tensors to other silos on this machine instead of sharing memory with them.",
    };

    public static readonly Option<HttpAddress?> Http = HttpOption.Create(
        "Where to serve HTTP: the API and the dashboard. [default: 127.0.0.1:7400, or a free port]");

    public static readonly Option<string[]> HttpNames = new("--http-name")
    {
        Description = "A host name under which browsers reach it, beside localhost and its address. May be repeated.",
        HelpName = "NAME",
    };

    public static readonly Option<bool> NoHttp = new("--no-http") { Description = "Serve no HTTP." };

    public static readonly Option<IPEndPoint?> Metrics = new("--metrics")
    {
        Description = "Where to serve metrics and health without a token, for Prometheus and probes; any address will do. [default: nowhere]",
        HelpName = "ADDRESS:PORT",
        CustomParser = ParseMetrics,
    };

    public static readonly Option<LogFormat> Log = new("--log")
    {
        Description = "How the log is written: text for people, or json, an object a line. [default: text]",
        HelpName = "F",
        CustomParser = ParseLog,
    };

    public static readonly Option<string?> Certificates = new(ClusterChoice.CertificatesOption)
    {
        Description = "The folder of certificates, which a silo needs that other machines reach. "
            + $"[default: {ClusterChoice.CertificatesVariable}, or certificates in the data directory]",
        HelpName = "DIR",
    };

    public static readonly Option<bool> Insecure = new(ClusterChoice.InsecureOption)
    {
        Description = "Do without certificates, secrets and encryption, in a network where everybody may do everything and read along.",
    };

    private static string ParseTransport(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text is not (GranaryTransport or StockTransport))
        {
            result.AddError($"--transport: found '{text}', expected {GranaryTransport} or {StockTransport}");
        }

        return text;
    }

    private static IPAddress ParseHost(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (HostAddress.Find(text) is { } host)
        {
            return host;
        }

        result.AddError($"--host: found '{text}', expected an IP address of this machine or its name, for example 192.168.0.7");
        return IPAddress.None;
    }

    private static IPAddress? ParseAdvertised(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (HostAddress.Find(text) is { } address && !HostAddress.StandsForAll(address))
        {
            return address;
        }

        result.AddError($"--advertise: found '{text}', expected the IP address or the name at which others reach this silo, for example 192.168.0.7");
        return null;
    }

    private static IPEndPoint? ParseMetrics(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (HttpAddress.Parse(text) is { } address)
        {
            return address.Endpoint;
        }

        result.AddError($"--metrics: found '{text}', expected ADDRESS:PORT, for example 0.0.0.0:7401");
        return null;
    }

    private static LogFormat ParseLog(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text is TextLog or JsonLog)
        {
            return text == JsonLog ? LogFormat.Json : LogFormat.Text;
        }

        result.AddError($"--log: found '{text}', expected {TextLog} or {JsonLog}");
        return LogFormat.Text;
    }
}

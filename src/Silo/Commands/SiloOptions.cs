using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Granary.Clustering.Addresses;

namespace Granary.Silo.Commands;

/// <summary>The options of <c>granary-silo</c>.</summary>
internal static class SiloOptions
{
    /// <summary>The word for Orleans' own transport.</summary>
    public const string StockTransport = "stock";

    public static readonly Option<string?> Cluster = new(ClusterChoice.AddressOption)
    {
        Description =
            $"The cluster to join: 'local' for the silos of this data directory, or redis:HOST:PORT, or postgres:CONNECTION-STRING. "
            + $"[default: {ClusterChoice.AddressVariable}, or local]",
        HelpName = "ADDRESS",
    };

    public static readonly Option<string?> DataDirectory = new(ClusterChoice.DataDirectoryOption)
    {
        Description = $"Where it keeps what must outlive it. [default: {Clustering.Addresses.DataDirectory.Variable}, or ~/.granary]",
        HelpName = "DIR",
    };

    public static readonly Option<IPAddress> Host = new("--host")
    {
        Description = "This machine's IP address, at which other silos and clients reach it. [default: 127.0.0.1]",
        HelpName = "IP",
        CustomParser = ParseHost,
        DefaultValueFactory = _ => IPAddress.Loopback,
    };

    public static readonly Option<int?> Port = new("--port")
    {
        Description = "The port for other silos. [default: a free one]",
        HelpName = "P",
    };

    public static readonly Option<int?> GatewayPort = new("--gateway-port")
    {
        Description = "The port for clients. [default: a free one]",
        HelpName = "P",
    };

    public static readonly Option<int> Cores = new("--cores")
    {
        Description = "Threads that compute.",
        HelpName = "N",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    public static readonly Option<string?> Kernel = new("--kernel")
    {
        Description = "The matrix kernel: avx512, avx2, vector128 or plain. All give the same bits.",
        HelpName = "K",
    };

    public static readonly Option<string> Transport = new("--transport")
    {
        Description = "How silos talk: granary, or stock for Orleans' own transport. They may be mixed.",
        HelpName = "T",
        DefaultValueFactory = _ => "granary",
    };

    public static readonly Option<bool> NoSharedMemory = new("--no-shared-memory")
    {
        Description = "Send tensors to the other silos of this machine too, instead of sharing memory with them.",
    };

    static SiloOptions()
    {
        RequireRange(Port, 1, IPEndPoint.MaxPort);
        RequireRange(GatewayPort, 1, IPEndPoint.MaxPort);
        RequireRange(Cores, 1, 1024);
        Transport.AcceptOnlyFromAmong("granary", StockTransport);
    }

    private static void RequireRange(Option option, int least, int most) => option.Validators.Add(result =>
    {
        if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var value) && (value < least || value > most))
        {
            result.AddError($"{option.Name} {value}: expected a number from {least} to {most}.");
        }
    });

    private static IPAddress ParseHost(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (IPAddress.TryParse(text, out var host) && !host.Equals(IPAddress.Any) && !host.Equals(IPAddress.IPv6Any))
        {
            return host;
        }

        result.AddError($"{Host.Name} {text}: expected one IP address of this machine, for example 192.168.0.7.");
        return IPAddress.None;
    }
}

using System.Globalization;
using System.Net;
using Granary.Grains.Interfaces;

namespace Granary.Client.Connections;

/// <summary>Where a cluster is: the gateway of one of its silos.</summary>
/// <param name="Host">A name or an IP address.</param>
/// <param name="Port">The port at which the silo listens to clients.</param>
internal sealed record ClusterAddress(string Host, int Port)
{
    /// <summary>The word for a cluster on this machine.</summary>
    public const string LocalName = "local";

    /// <summary>What an address looks like.</summary>
    public const string Expected = "expected 'local' or HOST:PORT of a silo's gateway, for example 192.168.0.7:30000";

    /// <summary>A silo on this machine with the default port.</summary>
    public static ClusterAddress Local { get; } = new("127.0.0.1", ClusterDefaults.GatewayPort);

    /// <summary>Reads an address; null when the text is none.</summary>
    public static ClusterAddress? Parse(string text)
    {
        if (text == LocalName)
        {
            return Local;
        }

        var colon = text.LastIndexOf(':');
        if (colon < 1
            || !int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port is < 1 or > IPEndPoint.MaxPort)
        {
            return null;
        }

        var host = text[..colon];
        var isBracketed = host.StartsWith('[') && host.EndsWith(']');

        // Without brackets nobody can say where an IPv6 address ends and the port begins.
        return isBracketed || Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4
            ? new ClusterAddress(host.Trim('[', ']'), port)
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}

using System.CommandLine;
using Granary.Clustering.Addresses;

namespace Granary.Client.CommandLines;

/// <summary>The options that say which cluster is meant, and how to get into it.</summary>
internal sealed class ClusterOptions
{
    private readonly Option<string?> _address = new(ClusterChoice.AddressOption)
    {
        Description =
            "The cluster: local, redis:HOST:PORT or postgres:CONNECTION-STRING. "
            + $"[default: {ClusterChoice.AddressVariable}, or local]",
        HelpName = "ADDRESS",
    };

    private readonly Option<string?> _dataDirectory = new(ClusterChoice.DataDirectoryOption)
    {
        Description = $"The data directory that the silos of the local cluster share. [default: {DataDirectory.Variable}, or ~/.granary]",
        HelpName = "DIR",
    };

    private readonly Option<string?> _certificates = new(ClusterChoice.CertificatesOption)
    {
        Description = "The folder of certificates, which a cluster of several machines asks for. "
            + $"[default: {ClusterChoice.CertificatesVariable}, or certificates in the data directory]",
        HelpName = "DIR",
    };

    private readonly Option<bool> _insecure = new(ClusterChoice.InsecureOption)
    {
        Description = "Connect without certificates and encryption, to silos that were started with it too.",
    };

    /// <summary>Gives a command the options.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_address);
        command.Options.Add(_dataDirectory);
        command.Options.Add(_certificates);
        command.Options.Add(_insecure);
    }

    /// <summary>What was said with them.</summary>
    public ClusterChoice Read(ParseResult result) => new(
        result.GetValue(_address), result.GetValue(_dataDirectory), result.GetValue(_certificates), result.GetValue(_insecure));
}

using System.CommandLine;
using Granary.Clustering.Addresses;

namespace Granary.Client.CommandLines;

/// <summary>The two options that say which cluster is meant.</summary>
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

    /// <summary>Gives a command the two options.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_address);
        command.Options.Add(_dataDirectory);
    }

    /// <summary>What was said with them.</summary>
    public ClusterChoice Read(ParseResult result) => new(result.GetValue(_address), result.GetValue(_dataDirectory));
}

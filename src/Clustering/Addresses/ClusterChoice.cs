namespace Granary.Clustering.Addresses;

/// <summary>What a command line said about the cluster, as it was said.</summary>
/// <param name="Address">The value of <see cref="AddressOption"/>; null when it was not given.</param>
/// <param name="DataDirectory">The value of <see cref="DataDirectoryOption"/>; null when it was not given.</param>
public sealed record ClusterChoice(string? Address = null, string? DataDirectory = null)
{
    /// <summary>The option that names the cluster.</summary>
    public const string AddressOption = "--cluster";

    /// <summary>The option that names the data directory.</summary>
    public const string DataDirectoryOption = "--data-dir";

    /// <summary>The environment variable that names the cluster when <see cref="AddressOption"/> does not.</summary>
    public const string AddressVariable = "GRANARY_CLUSTER";

    /// <summary>Finds out which cluster is meant: the one of the options, else of the environment, else the local one.</summary>
    /// <param name="environment">The value of <see cref="AddressVariable"/>, or null.</param>
    /// <exception cref="FormatException">There is no such address; the message says where it stands and what was expected.</exception>
    public ClusterPlace Resolve(string? environment)
    {
        var (source, text) = (Address, environment) switch
        {
            ({ } option, _) => (AddressOption, option),
            (null, { Length: > 0 } variable) => (AddressVariable, variable),
            _ => (AddressOption, ClusterAddress.LocalText),
        };
        var address = ClusterAddress.Parse(text)
            ?? throw new FormatException($"{source}: found '{text}', {ClusterAddress.Expected}");
        return new ClusterPlace(address, Addresses.DataDirectory.Find(DataDirectory));
    }

    /// <summary>A command for the same cluster, to be pasted in any directory.</summary>
    /// <param name="command">The program, its command and its arguments.</param>
    public string ForSameCluster(string command)
    {
        var address = Address is null ? "" : $" {AddressOption} {ShellWord.Of(Address)}";
        var data = DataDirectory is null ? "" : $" {DataDirectoryOption} {ShellWord.Of(Path.GetFullPath(DataDirectory))}";
        return command + address + data;
    }
}

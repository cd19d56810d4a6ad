namespace Granary.Clustering.Addresses;

/// <summary>What a command line said about the cluster, as it was said.</summary>
/// <param name="Address">The value of <see cref="AddressOption"/>; null when it was not given.</param>
/// <param name="DataDirectory">The value of <see cref="DataDirectoryOption"/>; null when it was not given.</param>
/// <param name="Certificates">The value of <see cref="CertificatesOption"/>; null when it was not given.</param>
/// <param name="Insecure">Whether <see cref="InsecureOption"/> was given.</param>
public sealed record ClusterChoice(string? Address = null, string? DataDirectory = null, string? Certificates = null, bool Insecure = false)
{
    /// <summary>The option that names the cluster.</summary>
    public const string AddressOption = "--cluster";

    /// <summary>The option that names the data directory.</summary>
    public const string DataDirectoryOption = "--data-dir";

    /// <summary>The environment variable that names the cluster when <see cref="AddressOption"/> does not.</summary>
    public const string AddressVariable = "GRANARY_CLUSTER";

    /// <summary>The option that names the folder of certificates.</summary>
    public const string CertificatesOption = "--certificates";

    /// <summary>The option that does without certificates and secrets.</summary>
    public const string InsecureOption = "--insecure";

    /// <summary>The environment variable that names the folder of certificates when <see cref="CertificatesOption"/> does not.</summary>
    public const string CertificatesVariable = "GRANARY_CERTIFICATES";

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
        if (Insecure && Certificates is not null)
        {
            throw new FormatException($"{CertificatesOption} and {InsecureOption} are both given: expected one or the other");
        }

        var data = Addresses.DataDirectory.Find(DataDirectory);
        return new ClusterPlace(address, data) { Certificates = FindCertificates(Certificates, data), Insecure = Insecure };
    }

    /// <summary>Finds the folder of certificates: the one asked for, else what the environment says, else the one in the data directory.</summary>
    /// <param name="path">The path asked for, or null.</param>
    /// <param name="data">The data directory.</param>
    public static string FindCertificates(string? path, DataDirectory data)
    {
        path = string.IsNullOrEmpty(path) ? Environment.GetEnvironmentVariable(CertificatesVariable) : path;
        return string.IsNullOrEmpty(path) ? data.Folder(Addresses.DataDirectory.Certificates) : Path.GetFullPath(path);
    }

    /// <summary>A command for the same cluster, to be pasted in any directory.</summary>
    /// <param name="command">The program, its command and its arguments.</param>
    public string ForSameCluster(string command)
    {
        var address = Address is null ? "" : $" {AddressOption} {ShellWord.Of(Address)}";
        var data = DataDirectory is null ? "" : $" {DataDirectoryOption} {ShellWord.Of(Path.GetFullPath(DataDirectory))}";
        var certificates = Certificates is null ? "" : $" {CertificatesOption} {ShellWord.Of(Path.GetFullPath(Certificates))}";
        var insecure = Insecure ? $" {InsecureOption}" : "";
        return command + address + data + certificates + insecure;
    }
}

namespace Granary.Clustering.Addresses;

/// <summary>Everything that says which cluster is meant.</summary>
/// <param name="Address">Where its silos find each other.</param>
/// <param name="Data">The data directory, which is part of what a local cluster is.</param>
public sealed record ClusterPlace(ClusterAddress Address, DataDirectory Data)
{
    /// <summary>The folder of its certificates, which connections between machines need.</summary>
    public string Certificates { get; init; } = Data.Folder(DataDirectory.Certificates);

    /// <summary>Whether connections are made without a secret and without encryption.</summary>
    public bool Insecure { get; init; }

    /// <summary>The place in words for messages, without passwords.</summary>
    public override string ToString() => Address is ClusterAddress.Local ? $"{Address} ({Data.Path})" : Address.WithoutPasswords();
}

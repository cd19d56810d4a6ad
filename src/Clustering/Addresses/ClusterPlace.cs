namespace Granary.Clustering.Addresses;

/// <summary>Everything that says which cluster is meant.</summary>
/// <param name="Address">Where its silos find each other.</param>
/// <param name="Data">The data directory, which is part of what a local cluster is.</param>
public sealed record ClusterPlace(ClusterAddress Address, DataDirectory Data)
{
    /// <summary>The place in words for messages, without passwords.</summary>
    public override string ToString() => Address is ClusterAddress.Local ? $"{Address} ({Data.Path})" : Address.WithoutPasswords();
}

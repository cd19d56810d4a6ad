using Granary.Grains.Interfaces;

namespace Granary.Clustering;

/// <summary>A cluster speaks another version of the protocol than this program.</summary>
/// <param name="cluster">Where the cluster is.</param>
/// <param name="found">The cluster's version.</param>
/// <param name="expected">This program's version, <see cref="ClusterDefaults.ProtocolVersion"/> outside of tests.</param>
public sealed class ProtocolMismatchException(string cluster, int found, int expected)
    : ClusterFaultException(
        $"the cluster at {cluster} speaks Granary protocol {found}, this program speaks protocol {expected}: "
        + "use the same version of Granary everywhere, or stop all silos of the other version first");

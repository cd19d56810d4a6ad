using System.Net;
using Granary.Clustering;
using Granary.Clustering.Addresses;
using Granary.Clustering.Certificates;
using Granary.Clustering.Doors;
using Granary.Silo.Hosting;

namespace Granary.Silo.Commands;

/// <summary>Finds out whether a silo may listen where it is asked to.</summary>
internal static class DoorRequest
{
    /// <summary>Refuses addresses that other machines reach, unless there are certificates, or somebody takes the risk.</summary>
    /// <param name="settings">What was asked for.</param>
    /// <param name="http">Where HTTP is asked for; null for nowhere.</param>
    /// <param name="choice">What the command line said about the cluster.</param>
    /// <exception cref="FormatException">There are no certificates.</exception>
    /// <exception cref="ClusterFaultException">The certificates cannot be used.</exception>
    public static void Check(SiloSettings settings, HttpAddress? http, ClusterChoice choice)
    {
        if (settings.Cluster.Insecure)
        {
            return;
        }

        if (settings.StockTransport)
        {
            throw new FormatException(
                "--transport stock: Orleans' own transport lets in whoever reaches its ports: add --insecure if nobody else does, or leave it out.");
        }

        var beyond = Beyond(settings, http).ToArray();
        if (beyond.Length == 0)
        {
            return;
        }

        var folder = new CertificateFolder(settings.Cluster.Certificates);
        if (!folder.HasMember)
        {
            throw new FormatException(Missing(beyond, folder, choice));
        }

        folder.Require();
    }

    private static IEnumerable<(string Option, IPEndPoint Endpoint)> Beyond(SiloSettings settings, HttpAddress? http)
    {
        if (ClusterDoors.IsBeyondLoopback(settings.Host))
        {
            yield return (SiloCommandOptions.Host.Name, new IPEndPoint(settings.Host, settings.Port));
        }

        if (http is not null && ClusterDoors.IsBeyondLoopback(http.Endpoint.Address))
        {
            yield return (SiloCommandOptions.Http.Name, http.Endpoint);
        }
    }

    private static string Missing((string Option, IPEndPoint Endpoint)[] beyond, CertificateFolder folder, ClusterChoice choice)
    {
        var found = string.Join(" and ", beyond.Select(b => $"{b.Option} {(b.Option == SiloCommandOptions.Http.Name ? b.Endpoint : b.Endpoint.Address)}"));
        var create = new ClusterChoice(null, choice.DataDirectory, choice.Certificates).ForSameCluster("granary-silo certificates create");
        return $"{found}: other machines reach this, and there are no certificates in {folder.Path}. Make them with: {create}; "
            + "or copy authority.pem and member.pem from a machine of the cluster. "
            + "In a network that you trust, --insecure does without: then whoever reaches these ports may do everything, and others read along.";
    }
}

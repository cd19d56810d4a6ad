using Granary.Benchmarks.Faults.Clusters;
using Granary.Clustering.Certificates;

namespace Granary.Faults.Tests.Network;

/// <summary>A test whose silos each have a network namespace of their own, as machines have, and certificates of one cluster.</summary>
public abstract class NetworkTestBase(ReferenceFixture reference) : FaultTestBase(reference)
{
    private Namespaces? _namespaces;

    /// <summary>The cluster's certificates, where silos and observers look for them.</summary>
    protected CertificateFolder Certificates => new(Path.Combine(Cluster.Data, "certificates"));

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await base.DisposeAsync();
        }
        finally
        {
            await (_namespaces?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    /// <summary>Makes the namespaces and the certificates. Skips the test where the machine does not allow namespaces.</summary>
    protected async Task PrepareAsync(int count)
    {
        Needs.Allowed("network namespaces", Namespaces.WhyNot);
        _namespaces = await Namespaces.Create(count);
        Certificates.Create([.. Enumerable.Range(0, count).Select(Namespaces.Address)], DateTimeOffset.UtcNow);
    }

    /// <summary>Starts a silo in a namespace.</summary>
    protected Task<SiloProcess> StartIn(int number, params string[] arguments) =>
        Cluster.Start(Namespaces.Enter(number), ["--host", Namespaces.Address(number), .. arguments]);
}

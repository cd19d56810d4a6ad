using Orleans.Placement;

namespace Granary.Clustering.Transport.Tests.Silos;

/// <summary>Sends back what it gets.</summary>
public interface IEchoGrain : IGrainWithIntegerKey
{
    /// <summary>The same bytes.</summary>
    Task<byte[]> Echo(byte[] bytes);

    /// <summary>The silo it is on.</summary>
    Task<SiloAddress> Where();
}

/// <summary>Lives on the silo that first calls it.</summary>
[PreferLocalPlacement]
public sealed class EchoGrain(ILocalSiloDetails silo) : Grain, IEchoGrain
{
    public Task<byte[]> Echo(byte[] bytes) => Task.FromResult(bytes);

    public Task<SiloAddress> Where() => Task.FromResult(silo.SiloAddress);
}

using System.Net;
using Granary.Clustering.Local;

namespace Granary.Clustering.Tests.Local;

/// <summary>A cluster's folder of a test's own, and silos for it.</summary>
public abstract class LocalTestBase : IDisposable
{
    protected static readonly DateTime Noon = new(2026, 1, 2, 12, 0, 0, DateTimeKind.Utc);

    private readonly TemporaryFolder _temporary = new();
    private int _ports = 1000;

    internal LocalTestBase()
    {
        Path = System.IO.Path.Combine(_temporary.Path, "cluster");
        Folder = new ClusterFolder(Path);
        Table = new FileMembershipTable(Folder);
    }

    protected string Path { get; }

    internal ClusterFolder Folder { get; }

    protected IMembershipTable Table { get; }

    public virtual void Dispose()
    {
        _temporary.Dispose();
        GC.SuppressFinalize(this);
    }

    protected SiloAddress NewSilo() => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, ++_ports), 7);

    protected MembershipEntry NewEntry(SiloStatus status = SiloStatus.Active) => new()
    {
        SiloAddress = NewSilo(),
        Status = status,
        SiloName = "silo-1",
        HostName = "machine",
        ProxyPort = 30000,
        RoleName = "role",
        UpdateZone = 2,
        FaultZone = 3,
        StartTime = Noon,
        IAmAliveTime = Noon.AddSeconds(1),
        SuspectTimes = [Tuple.Create(NewSilo(), Noon.AddSeconds(2))],
    };

    protected async Task<MembershipEntry> InsertAsync(SiloStatus status = SiloStatus.Active)
    {
        await Table.InitializeMembershipTableAsync(true, default);
        var entry = NewEntry(status);
        Assert.True(await Table.InsertRowAsync(entry, (await Table.ReadAllAsync(default)).Version.Next(), default));
        return entry;
    }
}

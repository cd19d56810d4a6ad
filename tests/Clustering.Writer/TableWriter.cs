using System.Net;
using Granary.Clustering.Local;

namespace Granary.Clustering.Writer;

/// <summary>One of several who write to the same table of members at once.</summary>
/// <param name="folder">The cluster's folder.</param>
/// <param name="number">This writer's number, 0 to 255.</param>
public sealed class TableWriter(string folder, int number)
{
    private readonly IMembershipTable _table = new FileMembershipTable(new ClusterFolder(folder));

    /// <summary>The row that all writers count in, with its port for clients.</summary>
    public static SiloAddress Counter { get; } = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 1), 1);

    /// <summary>Inserts rows of its own and raises the counter, one after the other, until each has succeeded.</summary>
    /// <param name="count">How many of each.</param>
    public async Task WriteAsync(int count)
    {
        await _table.InitializeMembershipTableAsync(true, default);
        for (var i = 0; i < count; i++)
        {
            await UntilTrue(() => InsertAsync(SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 100 + i), number + 1)));
            await UntilTrue(RaiseAsync);
            await _table.UpdateIAmAliveAsync(Entry(Counter), default);
        }
    }

    private static async Task UntilTrue(Func<Task<bool>> change)
    {
        while (!await change())
        {
            await Task.Yield();
        }
    }

    private static MembershipEntry Entry(SiloAddress silo) => new()
    {
        SiloAddress = silo,
        Status = SiloStatus.Active,
        SiloName = "silo",
        HostName = "host",
        StartTime = DateTime.UtcNow,
        IAmAliveTime = DateTime.UtcNow,
    };

    private async Task<bool> InsertAsync(SiloAddress silo) =>
        await _table.InsertRowAsync(Entry(silo), (await _table.ReadAllAsync(default)).Version.Next(), default);

    private async Task<bool> RaiseAsync()
    {
        var read = await _table.ReadRowAsync(Counter, default);
        if (read.Members.Count == 0)
        {
            await _table.InsertRowAsync(Entry(Counter), read.Version.Next(), default);
            return false;
        }

        var (entry, etag) = read.Members[0];
        entry.ProxyPort++;
        return await _table.UpdateRowAsync(entry, etag, read.Version.Next(), default);
    }
}

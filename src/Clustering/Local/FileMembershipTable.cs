using Granary.Files;
using Granary.Grains.Interfaces;

namespace Granary.Clustering.Local;

/// <summary>
/// Orleans' table of members in a file, for the silos of one machine. There is no primary: whoever changes the table reads it, writes the
/// changed one to a new file, and renames that, under a lock, if the table is still the one that was read; otherwise it begins anew. The lock
/// is held for a fraction of a millisecond, without waiting for the disk: a silo that is frozen just then would hold the others up, who
/// could not even call it dead. Readers take no lock, since a rename is one step. A file that is no such table is never overwritten; that of another protocol only once none of its silos is alive.
/// </summary>
/// <param name="folder">The cluster's folder.</param>
/// <param name="protocol">The protocol of this program's silos; <see cref="ClusterDefaults.ProtocolVersion"/> outside of tests.</param>
internal sealed class FileMembershipTable(ClusterFolder folder, int protocol = ClusterDefaults.ProtocolVersion) : IMembershipTable
{
    /// <inheritdoc/>
    /// <exception cref="ClusterFaultException">The table cannot be used.</exception>
    public Task InitializeMembershipTable(bool tryInitTableVersion)
    {
        if (!tryInitTableVersion)
        {
            return Task.CompletedTask;
        }

        folder.Create();
        folder.Sweep();
        return ReplaceAsync(text => Parse(text) is null ? MemberTable.Empty(protocol) : null);
    }

    /// <inheritdoc/>
    public Task DeleteMembershipTableEntries(string clusterId) =>
        clusterId == ClusterDefaults.ClusterId ? ChangeAsync(_ => MemberTable.Empty(protocol)) : Task.CompletedTask;

    /// <inheritdoc/>
    public Task CleanupDefunctSiloEntries(DateTimeOffset beforeDate) => ChangeAsync(t => t.TryClean(beforeDate));

    /// <inheritdoc/>
    public Task<MembershipTableData> ReadRow(SiloAddress key) => Task.FromResult(Read().ToData(key));

    /// <inheritdoc/>
    public Task<MembershipTableData> ReadAll() => Task.FromResult(Read().ToData());

    /// <inheritdoc/>
    public Task<bool> InsertRow(MembershipEntry entry, TableVersion tableVersion) =>
        ChangeAsync(t => t.TryInsert(entry, tableVersion));

    /// <inheritdoc/>
    public Task<bool> UpdateRow(MembershipEntry entry, string etag, TableVersion tableVersion) =>
        ChangeAsync(t => t.TryUpdate(entry, etag, tableVersion));

    /// <inheritdoc/>
    public Task UpdateIAmAlive(MembershipEntry entry) => ChangeAsync(t => t.TrySign(entry.SiloAddress, entry.IAmAliveTime));

    /// <summary>The table; null when there is none, or none of silos that live.</summary>
    /// <exception cref="ClusterFaultException">The file holds something else, or the table of living silos of another protocol.</exception>
    public MemberTable? TryRead() => Parse(folder.TryReadTable());

    private MemberTable? Parse(byte[]? text)
    {
        try
        {
            return text is null ? null : MemberTableJson.Read(text, folder.TableFile, protocol);
        }
        catch (ProtocolMismatchException) when (!folder.IsAnySiloAlive())
        {
            return null;
        }
    }

    private MemberTable Read() => Require(TryRead());

    private MemberTable Require(MemberTable? table) => table
        ?? throw new ClusterFaultException(
            $"there is no {folder.TableFile}, expected the cluster's membership table: start a silo; if silos are running, "
            + "somebody deleted it while they ran, so stop them first");

    private Task<bool> ChangeAsync(Func<MemberTable, MemberTable?> change) => ReplaceAsync(text => change(Require(Parse(text))));

    // False when nothing is to be changed. Gives the table as it is read to what makes the next one.
    private async Task<bool> ReplaceAsync(Func<byte[]?, MemberTable?> next)
    {
        while (true)
        {
            var read = folder.TryReadTable();
            if (next(read) is not { } changed)
            {
                return false;
            }

            using var file = folder.Prepare(MemberTableJson.Write(changed));
            if (await folder.WithLockAsync(() => TryTakeName(file, read)))
            {
                file.FlushName();
                return true;
            }
        }
    }

    private bool TryTakeName(PendingFile file, byte[]? read)
    {
        if (!folder.TryReadTable().AsSpan().SequenceEqual(read))
        {
            return false;
        }

        file.TakeName();
        return true;
    }
}

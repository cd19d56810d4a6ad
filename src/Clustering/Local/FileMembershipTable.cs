using Granary.Grains.Interfaces;

namespace Granary.Clustering.Local;

/// <summary>
/// Orleans' table of members in a file, for the silos of one machine. There is no primary: whoever changes the table takes its
/// lock, reads it, changes it, writes it to a new file, and renames that. Readers take no lock, since a rename is one step.
/// A file that is no such table is never overwritten; that of another protocol only once none of its silos is alive.
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
        return folder.WithLockAsync(() =>
        {
            folder.Sweep();
            if (!HasTable())
            {
                Write(MemberTable.Empty(protocol));
            }

            return true;
        });
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
    public MemberTable? TryRead()
    {
        try
        {
            return folder.TryReadTable() is { } text ? MemberTableJson.Read(text, folder.TableFile, protocol) : null;
        }
        catch (ProtocolMismatchException) when (!folder.IsAnySiloAlive())
        {
            return null;
        }
    }

    private bool HasTable() => TryRead() is not null;

    private MemberTable Read() => TryRead()
        ?? throw new ClusterFaultException(
            $"there is no {folder.TableFile}, expected the cluster's table of members: start a silo; if silos run, "
            + "somebody deleted it under them, so stop them first");

    private void Write(MemberTable table) => folder.WriteTable(MemberTableJson.Write(table));

    private Task<bool> ChangeAsync(Func<MemberTable, MemberTable?> change) => folder.WithLockAsync(() =>
    {
        if (change(Read()) is not { } changed)
        {
            return false;
        }

        Write(changed);
        return true;
    });
}

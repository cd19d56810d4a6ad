using Granary.Clustering.Local;
using Granary.Clustering.Writer;
using Granary.Grains.Interfaces;

namespace Granary.Clustering.Tests.Local;

/// <summary>What Orleans' contract for a table of members promises.</summary>
public sealed class FileMembershipTableTests : LocalTestBase
{
    [Fact]
    public async Task ReadAll_NewTable_IsEmptyWithVersionZero()
    {
        await Table.InitializeMembershipTableAsync(true, default);

        var read = await Table.ReadAllAsync(default);

        Assert.Empty(read.Members);
        Assert.Equal(0, read.Version.Version);
        Assert.NotEmpty(read.Version.VersionEtag);
    }

    [Fact]
    public async Task InitializeMembershipTable_ExistingTable_LeavesItAlone()
    {
        var entry = await InsertAsync();

        await new FileMembershipTable(Folder).InitializeMembershipTable(true);

        Assert.NotNull((await Table.ReadAllAsync(default)).TryGet(entry.SiloAddress));
    }

    [Fact]
    public async Task InitializeMembershipTable_NotToMakeIt_MakesNothing()
    {
        await Table.InitializeMembershipTableAsync(false, default);

        Assert.False(Directory.Exists(Path));
    }

    [Fact]
    public async Task InsertRow_NewSilo_IsReadAsItWasWithNewVersionAndETags()
    {
        await Table.InitializeMembershipTableAsync(true, default);
        var before = await Table.ReadAllAsync(default);
        var entry = NewEntry();

        Assert.True(await Table.InsertRowAsync(entry, before.Version.Next(), default));

        var after = await Table.ReadAllAsync(default);
        var (read, etag) = Assert.Single(after.Members);
        Assert.Equal(entry.ToFullString(), read.ToFullString());
        Assert.Equal((entry.UpdateZone, DateTimeKind.Utc), (read.UpdateZone, read.StartTime.Kind));
        Assert.NotEmpty(etag);
        Assert.Equal(1, after.Version.Version);
        Assert.NotEqual(before.Version.VersionEtag, after.Version.VersionEtag);
    }

    [Fact]
    public async Task InsertRow_SiloThatIsThere_ChangesNothing()
    {
        var entry = await InsertAsync();
        var before = await Table.ReadAllAsync(default);

        Assert.False(await Table.InsertRowAsync(entry, before.Version.Next(), default));

        await AssertUnchanged(before);
    }

    [Fact]
    public async Task InsertRow_OldVersion_ChangesNothing()
    {
        await Table.InitializeMembershipTableAsync(true, default);
        var old = (await Table.ReadAllAsync(default)).Version;
        await InsertAsync();
        var before = await Table.ReadAllAsync(default);

        Assert.False(await Table.InsertRowAsync(NewEntry(), old.Next(), default));

        await AssertUnchanged(before);
    }

    [Fact]
    public async Task UpdateRow_AsRead_ReplacesTheRowAndRaisesTheVersion()
    {
        var other = await InsertAsync();
        var entry = await InsertAsync(SiloStatus.Joining);
        var before = await Table.ReadAllAsync(default);
        var (read, etag) = before.TryGet(entry.SiloAddress)!;
        read.Status = SiloStatus.Active;
        read.SuspectTimes = null;

        Assert.True(await Table.UpdateRowAsync(read, etag, before.Version.Next(), default));

        var after = await Table.ReadAllAsync(default);
        Assert.Equal(read.ToFullString(), after.TryGet(entry.SiloAddress)!.Item1.ToFullString());
        Assert.NotEqual(etag, after.TryGet(entry.SiloAddress)!.Item2);
        Assert.Equal(before.TryGet(other.SiloAddress)!.Item2, after.TryGet(other.SiloAddress)!.Item2);
        Assert.Equal(before.Version.Version + 1, after.Version.Version);
        Assert.NotEqual(before.Version.VersionEtag, after.Version.VersionEtag);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task UpdateRow_OldRowOrOldVersion_ChangesNothing(bool oldRow, bool oldVersion)
    {
        var entry = await InsertAsync();
        var old = await Table.ReadAllAsync(default);
        var (row, oldETag) = old.TryGet(entry.SiloAddress)!;
        Assert.True(await Table.UpdateRowAsync(row, oldETag, old.Version.Next(), default));
        var before = await Table.ReadAllAsync(default);

        Assert.False(await Table.UpdateRowAsync(
            row,
            oldRow ? oldETag : before.TryGet(entry.SiloAddress)!.Item2,
            (oldVersion ? old : before).Version.Next(),
            default));

        await AssertUnchanged(before);
    }

    [Fact]
    public async Task UpdateRow_UnknownSilo_ChangesNothing()
    {
        var entry = await InsertAsync();
        var before = await Table.ReadAllAsync(default);

        Assert.False(await Table.UpdateRowAsync(NewEntry(), before.TryGet(entry.SiloAddress)!.Item2, before.Version.Next(), default));

        await AssertUnchanged(before);
    }

    [Fact]
    public async Task UpdateIAmAlive_Silo_ChangesTheTimeAndNothingElse()
    {
        var entry = await InsertAsync();
        var before = await Table.ReadAllAsync(default);

        await Table.UpdateIAmAliveAsync(
            new MembershipEntry { SiloAddress = entry.SiloAddress, IAmAliveTime = Noon.AddMinutes(1) }, default);

        var after = await Table.ReadAllAsync(default);
        var (read, etag) = Assert.Single(after.Members);
        Assert.Equal(Noon.AddMinutes(1), read.IAmAliveTime);
        entry.IAmAliveTime = read.IAmAliveTime;
        Assert.Equal(entry.ToFullString(), read.ToFullString());
        Assert.Equal(before.Version, after.Version);

        // What was read before the sign of life is still good for a change.
        Assert.True(await Table.UpdateRowAsync(read, before.Members[0].Item2, before.Version.Next(), default));
        Assert.Equal(before.Members[0].Item2, etag);
    }

    [Fact]
    public async Task UpdateIAmAlive_UnknownSilo_ChangesNothing()
    {
        await InsertAsync();
        var before = await Table.ReadAllAsync(default);

        await Table.UpdateIAmAliveAsync(NewEntry(), default);

        await AssertUnchanged(before);
    }

    [Fact]
    public async Task ReadRow_Silo_GivesItAloneWithTheVersion()
    {
        await InsertAsync();
        var entry = await InsertAsync();

        var read = await Table.ReadRowAsync(entry.SiloAddress, default);

        Assert.Equal(entry.SiloAddress, Assert.Single(read.Members).Item1.SiloAddress);
        Assert.Equal((await Table.ReadAllAsync(default)).Version, read.Version);
        Assert.Empty((await Table.ReadRowAsync(NewSilo(), default)).Members);
    }

    [Fact]
    public async Task CleanupDefunctSiloEntries_SomeOld_RemovesTheDeadOnesOfThem()
    {
        var dead = await InsertAsync(SiloStatus.Dead);
        foreach (var status in Enum.GetValues<SiloStatus>().Where(s => s != SiloStatus.Dead))
        {
            await InsertAsync(status);
        }

        var before = await Table.ReadAllAsync(default);

        // The last that is known of it is another silo's vote, two seconds after noon.
        await Table.CleanupDefunctSiloEntriesAsync(Noon.AddSeconds(2), default);
        await AssertUnchanged(before);

        await Table.CleanupDefunctSiloEntriesAsync(Noon.AddSeconds(3), default);
        var after = await Table.ReadAllAsync(default);
        Assert.Equal(
            before.Members.Select(m => m.Item1.SiloAddress).Where(s => !s.Equals(dead.SiloAddress)).Order(),
            after.Members.Select(m => m.Item1.SiloAddress).Order());
        Assert.Equal(before.Version, after.Version);
    }

    [Fact]
    public async Task DeleteMembershipTableEntries_OtherCluster_ChangesNothing()
    {
        await InsertAsync();
        var before = await Table.ReadAllAsync(default);

        await Table.DeleteMembershipTableEntriesAsync("other", default);

        await AssertUnchanged(before);
    }

    [Fact]
    public async Task DeleteMembershipTableEntries_ThisCluster_LeavesAnEmptyTable()
    {
        await InsertAsync();
        var old = await Table.ReadAllAsync(default);

        await Table.DeleteMembershipTableEntriesAsync(ClusterDefaults.ClusterId, default);

        Assert.Empty((await Table.ReadAllAsync(default)).Members);
        Assert.False(await Table.InsertRowAsync(NewEntry(), old.Version.Next(), default));
        Assert.True(await Table.InsertRowAsync(NewEntry(), (await Table.ReadAllAsync(default)).Version.Next(), default));
    }

    [Fact]
    public async Task Changes_ManyTasksAndTables_LoseNothing()
    {
        const int Writers = 8;
        const int Count = 10;

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(() => new TableWriter(Path, w).WriteAsync(Count))));

        await WriterAssert.AllIsThere(Table, Writers, Count);
    }

    [Fact]
    public async Task Changes_SeveralProcesses_LoseNothing()
    {
        const int Writers = 3;
        const int Count = 25;

        var ends = Enumerable.Range(0, Writers).Select(w => WriterProcess.RunAsync("write", Path, $"{w}", $"{Count}"));
        await Task.WhenAll(ends);

        await WriterAssert.AllIsThere(Table, Writers, Count);
    }

    private async Task AssertUnchanged(MembershipTableData expected)
    {
        var found = await Table.ReadAllAsync(default);
        Assert.Equal(expected.Version, found.Version);
        Assert.Equal(Describe(expected), Describe(found));
    }

    private static IEnumerable<string> Describe(MembershipTableData data) =>
        data.Members.Select(m => m.Item2 + m.Item1.ToFullString()).Order(StringComparer.Ordinal);
}

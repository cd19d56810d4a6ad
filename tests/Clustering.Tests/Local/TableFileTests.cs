using Granary.Clustering.Local;
using Granary.Grains.Interfaces;

namespace Granary.Clustering.Tests.Local;

/// <summary>Files that are not what is expected.</summary>
public sealed class TableFileTests : LocalTestBase
{
    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("hello")]
    [InlineData("{\"kind\": \"other\", \"protocol\": PROTOCOL}")]
    [InlineData("{\"kind\": \"granary members\"}")]
    [InlineData("{\"kind\": \"granary members\", \"protocol\": PROTOCOL}")]
    [InlineData("{\"kind\": \"granary members\", \"protocol\": PROTOCOL, \"version\": 1, \"eTag\": \"x\", \"members\": null}")]
    [InlineData("{\"kind\": \"granary members\", \"protocol\": PROTOCOL, \"version\": 1, \"eTag\": \"x\", \"members\": [], \"more\": 1}")]
    public async Task AnyOperation_ForeignFile_SaysWhereAndOverwritesNothing(string content)
    {
        // A file of another protocol would be refused for that.
        var text = content.Replace("PROTOCOL", $"{ClusterDefaults.ProtocolVersion}", StringComparison.Ordinal);
        Folder.Create();
        await File.WriteAllTextAsync(Folder.TableFile, text);

        foreach (var operation in new Func<Task>[]
        {
            () => Table.InitializeMembershipTableAsync(true, default),
            () => Table.ReadAllAsync(default),
            () => Table.ReadRowAsync(NewSilo(), default),
            () => Table.InsertRowAsync(NewEntry(), new TableVersion(1, "x"), default),
            () => Table.UpdateRowAsync(NewEntry(), "x", new TableVersion(1, "x"), default),
            () => Table.UpdateIAmAliveAsync(NewEntry(), default),
            () => Table.CleanupDefunctSiloEntriesAsync(DateTimeOffset.MaxValue, default),
            () => Table.DeleteMembershipTableEntriesAsync(ClusterDefaults.ClusterId, default),
        })
        {
            var e = await Assert.ThrowsAsync<ClusterFaultException>(operation);
            Assert.StartsWith($"found no membership table in {Folder.TableFile} (", e.Message, StringComparison.Ordinal);
        }

        Assert.Equal(text, await File.ReadAllTextAsync(Folder.TableFile));
    }

    [Fact]
    public async Task ReadAll_TornAnywhere_IsRefused()
    {
        await InsertAsync();
        var whole = await File.ReadAllBytesAsync(Folder.TableFile);

        for (var length = 0; length < whole.Length; length++)
        {
            await File.WriteAllBytesAsync(Folder.TableFile, whole[..length]);
            await Assert.ThrowsAsync<ClusterFaultException>(() => Table.ReadAllAsync(default));
        }
    }

    [Fact]
    public async Task ReadAll_NoFile_SaysThatThereIsNone()
    {
        var e = await Assert.ThrowsAsync<ClusterFaultException>(() => Table.ReadAllAsync(default));

        Assert.StartsWith($"there is no {Folder.TableFile}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InitializeMembershipTable_LivingSilosOfAnotherProtocol_IsRefusedWithBothVersions()
    {
        await InsertAsync();
        using var alive = await AliveLock.TakeAsync(Folder.AliveFile(NewSilo()));
        var before = await File.ReadAllTextAsync(Folder.TableFile);
        IMembershipTable newer = new FileMembershipTable(Folder, protocol: ClusterDefaults.ProtocolVersion + 1);

        var e = await Assert.ThrowsAsync<ProtocolMismatchException>(() => newer.InitializeMembershipTableAsync(true, default));

        Assert.StartsWith(
            $"the cluster at {Folder.TableFile} speaks Granary protocol {ClusterDefaults.ProtocolVersion}, this program speaks protocol {ClusterDefaults.ProtocolVersion + 1}", e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ProtocolMismatchException>(() => newer.ReadAllAsync(default));
        Assert.Equal(before, await File.ReadAllTextAsync(Folder.TableFile));
    }

    [Fact]
    public async Task InitializeMembershipTable_DeadSilosOfAnotherProtocol_StartsAnew()
    {
        await InsertAsync();
        IMembershipTable newer = new FileMembershipTable(Folder, protocol: ClusterDefaults.ProtocolVersion + 1);

        await newer.InitializeMembershipTableAsync(true, default);

        Assert.Empty((await newer.ReadAllAsync(default)).Members);
    }

    [Fact]
    public async Task InitializeMembershipTable_DataDirectoryIsAFile_SaysWhichOptionHelps()
    {
        await File.WriteAllTextAsync(Path, "");

        var e = await Assert.ThrowsAsync<ClusterFaultException>(() => Table.InitializeMembershipTableAsync(true, default));

        Assert.Contains(Path, e.Message, StringComparison.Ordinal);
        Assert.Contains("--data-dir", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Initialize_LeftOverFromACrash_IsNoObstacleAndRemoved()
    {
        await InsertAsync();
        var torn = Folder.TableFile + ".0123.tmp";
        await File.WriteAllTextAsync(torn, "{ torn");
        File.SetLastWriteTimeUtc(torn, DateTime.UtcNow.AddMinutes(-2));
        var young = Folder.TableFile + ".4567.tmp";
        await File.WriteAllTextAsync(young, "{ somebody is writing");

        await InsertAsync();

        Assert.Equal(2, (await Table.ReadAllAsync(default)).Members.Count);
        Assert.False(File.Exists(torn));
        Assert.True(File.Exists(young));
    }

    [Fact]
    public async Task Change_WhileSomebodyHoldsTheLock_WaitsAndThenSeesWhatThatOneChanged()
    {
        await InsertAsync();
        var release = new ManualResetEventSlim();
        var taken = new TaskCompletionSource();
        var other = Task.Run(() => Folder.WithLockAsync(() =>
        {
            taken.SetResult();
            release.Wait();

            // As another process does that came first.
            using var changed = Folder.Prepare([.. File.ReadAllBytes(Folder.TableFile), (byte)'\n']);
            changed.TakeName();
            return true;
        }));
        await taken.Task;

        // Who reads needs no lock, and sees it wait.
        var insertion = InsertAsync();
        for (var i = 0; i < 200; i++)
        {
            Assert.Single((await Table.ReadAllAsync(default)).Members);
            Assert.False(insertion.IsCompleted);
        }

        release.Set();

        await Task.WhenAll(other, insertion);
        Assert.Equal(2, (await Table.ReadAllAsync(default)).Members.Count);
    }
}

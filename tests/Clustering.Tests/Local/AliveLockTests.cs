using Granary.Clustering.Local;

namespace Granary.Clustering.Tests.Local;

public sealed class AliveLockTests : LocalTestBase
{
    private readonly SiloAddress _silo;

    public AliveLockTests()
    {
        _silo = NewSilo();
        Folder.Create();
    }

    [Fact]
    public async Task Take_File_IsHeldUntilDisposed()
    {
        Assert.Equal(LockState.Missing, FileLock.Look(Folder.AliveFile(_silo)));
        using (await AliveLock.TakeAsync(Folder.AliveFile(_silo)))
        {
            Assert.Equal(LockState.Held, FileLock.Look(Folder.AliveFile(_silo)));
            Assert.False(Folder.IsGone(_silo));
            Assert.True(Folder.IsAnySiloAlive());
            Assert.Null(FileLock.TryTake(Folder.AliveFile(_silo)));
        }

        Assert.Equal(LockState.Missing, FileLock.Look(Folder.AliveFile(_silo)));
        Assert.False(Folder.IsAnySiloAlive());
    }

    [Fact]
    public async Task Take_ProcessKilled_IsFreeAtOnce()
    {
        using var holder = WriterProcess.Start("hold", Folder.AliveFile(_silo));
        Assert.Equal("held", await holder.ReadLineAsync());
        Assert.Equal(LockState.Held, FileLock.Look(Folder.AliveFile(_silo)));

        await holder.KillAsync();

        Assert.True(Folder.IsGone(_silo));
        Assert.Equal([Folder.AliveFile(_silo)], Folder.FilesOfGoneSilos());
    }

    [Fact]
    public async Task Take_OthersLookAndRemoveAllTheTime_SucceedsAndStays()
    {
        using var stop = new CancellationTokenSource();
        var others = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                foreach (var file in Folder.FilesOfGoneSilos())
                {
                    FileLock.TryTake(file, FileOptions.DeleteOnClose)?.Dispose();
                }
            }
        })).ToArray();

        for (var i = 0; i < 50; i++)
        {
            using var taken = await AliveLock.TakeAsync(Folder.AliveFile(_silo));
            Assert.Equal(LockState.Held, FileLock.Look(Folder.AliveFile(_silo)));
        }

        await stop.CancelAsync();
        await Task.WhenAll(others);
    }

    [Fact]
    public void AliveFile_DifferentSilos_HaveDifferentNames()
    {
        var silos = new[] { "127.0.0.1:1@2", "127.0.0.1:12@2", "127.0.0.1:1@22", "[::1]:1@2", "[::]:11@2" }.Select(SiloAddress.FromParsableString);

        var names = silos.Select(Folder.AliveFile).ToList();

        Assert.Equal(5, names.Distinct().Count());
        Assert.DoesNotContain(names, n => System.IO.Path.GetFileName(n).Contains(':'));
    }
}

namespace Granary.Clustering.Local;

/// <summary>A silo's lock on its alive file, held as long as the silo lives; disposing of it removes the file.</summary>
internal sealed class AliveLock : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly FileStream _file;

    private AliveLock(FileStream file) => _file = file;

    /// <summary>Takes the lock.</summary>
    /// <param name="path">The file, which no other silo uses.</param>
    /// <exception cref="ClusterFaultException">Files cannot be locked there.</exception>
    public static async Task<AliveLock> TakeAsync(string path)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!patience.IsCancellationRequested)
        {
            // Others may look at the file, or remove it as nobody's, between its creation and its locking.
            var file = FileLock.TryTake(path, FileOptions.DeleteOnClose);
            var seen = file is null ? LockState.Held : FileLock.Look(path);
            if (file is not null && seen == LockState.Held)
            {
                return new AliveLock(file);
            }

            if (file is not null)
            {
                await file.DisposeAsync();
            }

            if (seen == LockState.Free)
            {
                break;
            }

            await Task.Delay(1);
        }

        throw new ClusterFaultException(
            $"{path} cannot be locked, expected a file system on which one process sees another's lock: "
            + "choose a data directory on a disk of this machine, or a cluster address that is not local");
    }

    /// <summary>Says that the silo is at work, in the file's time of last change.</summary>
    public void Sign() => File.SetLastWriteTimeUtc(_file.SafeFileHandle, DateTime.UtcNow);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}

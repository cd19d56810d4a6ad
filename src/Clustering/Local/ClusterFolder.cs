using Granary.Clustering.Addresses;
using Granary.Files;

namespace Granary.Clustering.Local;

/// <summary>
/// The folder of a local cluster: <c>members.json</c> is its table, <c>members.lock</c> is locked by whoever changes it, and
/// <c>ADDRESS.alive</c> is locked by each silo as long as it lives, and signed while it is at work (told above
/// <see cref="SiloLiveness"/>).
/// </summary>
/// <param name="path">The folder's path.</param>
internal sealed class ClusterFolder(string path)
{
    private const string AliveSuffix = ".alive";

    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(10);

    // Silos sign every SiloLiveness.Period, on a busy machine later.
    private static readonly TimeSpan SilentAfter = TimeSpan.FromSeconds(1);

    // A temporary file of that age has no writer any more, or one that was frozen and begins anew.
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromMinutes(1);

    /// <summary>The table of members.</summary>
    public string TableFile { get; } = Path.Combine(path, "members.json");

    private string LockFile { get; } = Path.Combine(path, "members.lock");

    /// <summary>The folder of the local cluster of a data directory.</summary>
    public static ClusterFolder Of(DataDirectory data) => new(data.Folder(DataDirectory.Cluster));

    /// <summary>The file that a silo locks while it lives.</summary>
    public string AliveFile(SiloAddress silo) =>
        Path.Combine(path, silo.ToParsableString().Replace(':', '-').Replace("[", "").Replace("]", "") + AliveSuffix);

    /// <summary>Whether the process of a silo is gone. False when nothing is known of it.</summary>
    public bool IsGone(SiloAddress silo) => FileLock.Look(AliveFile(silo)) == LockState.Free;

    /// <summary>Whether a silo has not signed its alive file for so long that it seems to stand still. False when nothing is known of it.</summary>
    public bool IsSilent(SiloAddress silo)
    {
        var file = new FileInfo(AliveFile(silo));
        return file.Exists && DateTime.UtcNow - file.LastWriteTimeUtc > SilentAfter;
    }

    /// <summary>Whether the process of any silo is there.</summary>
    public bool IsAnySiloAlive() => AliveFiles().Any(f => FileLock.Look(f) == LockState.Held);

    /// <summary>The alive files of processes that are gone.</summary>
    public IReadOnlyList<string> FilesOfGoneSilos() => [.. AliveFiles().Where(f => FileLock.Look(f) == LockState.Free)];

    /// <summary>Makes the folder.</summary>
    /// <exception cref="ClusterFaultException">It cannot be made.</exception>
    public void Create()
    {
        try
        {
            OwnerOnly.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ClusterFaultException(
                $"the folder {path} cannot be created ({e.Message}): choose another data directory with {ClusterChoice.DataDirectoryOption}", e);
        }
    }

    /// <summary>
    /// Does something to the table while nobody else can. It has to be short: a process that is frozen in it holds all others up until it goes on.
    /// </summary>
    /// <exception cref="ClusterFaultException">Somebody else kept it locked for too long, or it cannot be locked at all.</exception>
    public async Task<T> WithLockAsync<T>(Func<T> change)
    {
        using var patience = new CancellationTokenSource(LockPatience);
        while (true)
        {
            using (var taken = TryLock())
            {
                if (taken is not null)
                {
                    return change();
                }
            }

            if (patience.IsCancellationRequested)
            {
                throw new ClusterFaultException(
                    $"another process has locked {LockFile} for {LockPatience.TotalSeconds} s, expected a few milliseconds: "
                    + "find out which one has it open, and whether it is frozen");
            }

            await Task.Delay(Random.Shared.Next(1, 10));
        }
    }

    /// <summary>The table's text; null when there is no table.</summary>
    /// <exception cref="ClusterFaultException">It may not be read.</exception>
    public byte[]? TryReadTable()
    {
        try
        {
            using var file = new FileStream(TableFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var text = new byte[file.Length];
            file.ReadExactly(text);
            return text;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ClusterFaultException($"{TableFile} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>A text that can take the table's place, in one step: who reads sees all of the old one or all of the new one.</summary>
    /// <exception cref="ClusterFaultException">It cannot be written.</exception>
    public PendingFile Prepare(byte[] text)
    {
        try
        {
            return DurableFile.Prepare(TableFile, file => RandomAccess.Write(file, text, 0));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(TableFile, e);
        }
    }

    /// <summary>Removes what processes that were killed have left half written.</summary>
    public void Sweep()
    {
        foreach (var half in Directory.GetFiles(path).Where(DurableFile.IsTemporary))
        {
            if (DateTime.UtcNow - File.GetLastWriteTimeUtc(half) > AbandonedAfter)
            {
                File.Delete(half);
            }
        }
    }

    private FileStream? TryLock()
    {
        try
        {
            return FileLock.TryTake(LockFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(LockFile, e);
        }
    }

    private static ClusterFaultException CannotWrite(string file, Exception e) =>
        new($"{file} cannot be written ({e.Message}): choose another data directory with {ClusterChoice.DataDirectoryOption}", e);

    private string[] AliveFiles() => Directory.Exists(path) ? Directory.GetFiles(path, "*" + AliveSuffix) : [];
}

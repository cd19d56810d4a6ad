using System.Globalization;
using Granary.Files;

namespace Granary.Clustering.Storage;

/// <summary>The folder of one state: a file for each of its last versions, named by the version.</summary>
/// <remarks>
/// Two silos may believe for a moment that they own the same grain, and one of them may be frozen at any instruction and wake up
/// an hour later. So there is no lock that a frozen silo could keep. Version <c>n + 1</c> is written by giving a complete file
/// that name, which the file system grants to one writer only: whoever built on the same version <c>n</c> as somebody faster
/// finds the name taken. A version is removed only when <see cref="KeptVersions"/> newer ones are there; so a writer so late that
/// the name was taken and removed again finds them beside its own file, takes that away and is refused like the other. Several
/// versions are kept for one more reason: a listing may miss names that come and go while it is made, but not all of them.
/// </remarks>
/// <param name="path">The folder's absolute path; it need not exist.</param>
/// <param name="key">Whose state it holds.</param>
internal sealed class StateFolder(string path, StateKey key)
{
    private const string Suffix = ".state";
    private const int KeptVersions = 8;

    // A temporary file of that age has no writer any more, or one that will be refused.
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromHours(1);

    /// <summary>Reads the newest version; null when the state was never written.</summary>
    /// <exception cref="StateFileException">The file is damaged.</exception>
    public StateFile? Read()
    {
        while (Newest() is { } version)
        {
            try
            {
                return StateFile.Parse(FileOf(version), File.ReadAllBytes(FileOf(version)), key);
            }
            catch (FileNotFoundException)
            {
                // Several newer versions were written since the listing.
            }
        }

        return null;
    }

    /// <summary>Writes the version that follows another one.</summary>
    /// <param name="file">The new version.</param>
    /// <returns>False when somebody else has written that version, or later ones.</returns>
    public bool TryWrite(StateFile file)
    {
        DurableDirectory.Create(path);
        var version = file.Header.Version;
        var mine = FileOf(version);
        var isFirst = DurableFile.TryCreate(mine, handle =>
        {
            var line = file.Header.ToLine();
            RandomAccess.Write(handle, line, 0);
            RandomAccess.Write(handle, file.Payload.Span, line.Length);
        });
        if (!isFirst)
        {
            return false;
        }

        if (Newest() >= version + KeptVersions)
        {
            File.Delete(mine);
            return false;
        }

        RemoveOld(version - KeptVersions);
        return true;
    }

    /// <summary>The newest version, or null.</summary>
    public long? Newest() => Directory.Exists(path) ? Directory.EnumerateFiles(path).Max(VersionOf) : null;

    private void RemoveOld(long last)
    {
        foreach (var file in Directory.EnumerateFiles(path))
        {
            var isAbandoned = DurableFile.IsTemporary(file) && File.GetLastWriteTimeUtc(file) < DateTime.UtcNow - AbandonedAfter;
            if (VersionOf(file) <= last || isAbandoned)
            {
                TryRemove(file);
            }
        }
    }

    private static void TryRemove(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The new version is written, whatever becomes of old ones; the next writer tries again.
        }
    }

    private string FileOf(long version) => Path.Combine(path, version.ToString("D12", CultureInfo.InvariantCulture) + Suffix);

    private static long? VersionOf(string file) =>
        file.EndsWith(Suffix, StringComparison.Ordinal)
        && long.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : null;
}

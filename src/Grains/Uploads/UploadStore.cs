using System.Buffers;
using System.Text.Json;
using Granary.Files;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Uploads;

namespace Granary.Grains.Uploads;

/// <summary>
/// A directory of data sets. The content of each is a file that is named by its hash, and is whole or not there; beside it lies a small file with
/// what people call it. Parts of those that are on their way have names of their own for each silo, since silos may share the directory.
/// </summary>
/// <param name="root">The directory, as an absolute path; made when the first piece comes.</param>
/// <param name="silo">The silo's name.</param>
/// <param name="limits">How much it takes.</param>
/// <param name="time">The time.</param>
internal sealed class UploadStore(string root, string silo, UploadLimits limits, TimeProvider time)
{
    private const int HashLength = 64;
    private const string FactsSuffix = ".json";
    private const string PartSuffix = ".part";

    // What the disk has to have left for checkpoints and others.
    private const long SpareBytes = 1L << 30;

    private static readonly TimeSpan PartsAreKept = TimeSpan.FromDays(1);
    private static readonly SearchValues<char> HashDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>The file of a data set that is whole; null when there is none.</summary>
    public string? Find(string sha256)
    {
        var path = PathOf(sha256);
        return File.Exists(path) ? path : null;
    }

    /// <summary>The data sets that are whole, in the order in which they came.</summary>
    public DataSetFacts[] List() =>
        [.. Files().Where(f => IsHash(f.Name)).Select(FactsOf).OrderBy(f => f.UploadedAt).ThenBy(f => f.Sha256, StringComparer.Ordinal)];

    /// <summary>How much there is of a data set, and whether the rest may come.</summary>
    public UploadProgress Look(DataSetFacts set)
    {
        if (Find(set.Sha256) is not null)
        {
            return new UploadProgress(set.Bytes, IsWhole: true);
        }

        RemoveForsakenParts();
        var part = new FileInfo(PartOf(set.Sha256));
        var bytes = part.Exists ? Math.Min(part.Length, set.Bytes) : 0;
        return new UploadProgress(bytes, IsWhole: false, WhyRefused(set, bytes));
    }

    /// <summary>Begins to receive a data set, or goes on with it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public IncomingDataSet Open(DataSetFacts set)
    {
        DurableDirectory.Create(root);
        return new IncomingDataSet(set, PartOf(set.Sha256));
    }

    /// <summary>Gives a data set that has come its name.</summary>
    /// <exception cref="IOException">It cannot have it.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not have it.</exception>
    public void Keep(IncomingDataSet incoming)
    {
        var set = incoming.Set with { UploadedAt = time.GetUtcNow() };
        DurableFile.Replace(PathOf(set.Sha256) + FactsSuffix, file => RandomAccess.Write(file, JsonSerializer.SerializeToUtf8Bytes(set), 0));
        incoming.TakeName(PathOf(set.Sha256));
        DurableDirectory.Sync(root);
    }

    /// <summary>Removes a data set, or the part of it that has come.</summary>
    /// <returns>False when there is nothing of it.</returns>
    /// <exception cref="IOException">It cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be removed.</exception>
    public bool Remove(string sha256)
    {
        string[] paths = [PathOf(sha256), PartOf(sha256), PathOf(sha256) + FactsSuffix];
        string[] found = [.. paths.Where(File.Exists)];
        Array.ForEach(found, File.Delete);
        return found.Length > 0;
    }

    private static bool IsHash(string text) => text.Length == HashLength && !text.AsSpan().ContainsAnyExcept(HashDigits);

    private static DataSetFacts FactsOf(FileInfo file)
    {
        try
        {
            if (JsonSerializer.Deserialize<DataSetFacts>(File.ReadAllBytes(file.FullName + FactsSuffix)) is { } facts)
            {
                return facts with { Sha256 = file.Name, Bytes = file.Length };
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // What people call it is lost; the data set is not.
        }

        return new DataSetFacts(file.Name, file.Length, file.Name, file.LastWriteTimeUtc);
    }

    private string? WhyRefused(DataSetFacts set, long have)
    {
        if (set.Bytes > limits.DataSetBytes)
        {
            return $"found {set.Bytes} bytes, expected at most {limits.DataSetBytes} a data set. Start the silos with a larger --data-set-limit, "
                + "or with --data-root for a directory that they read themselves.";
        }

        var kept = Files().Where(f => !f.Name.EndsWith(FactsSuffix, StringComparison.Ordinal)).Sum(f => f.Length);
        if (kept - have + set.Bytes > limits.AllBytes)
        {
            return $"found {set.Bytes} bytes, and {kept - have} of other data sets, expected at most {limits.AllBytes} in all. "
                + "Remove some: 'granary data' lists them. Or start the silos with a larger --data-limit.";
        }

        var free = FreeBytes();
        return free - (set.Bytes - have) >= SpareBytes
            ? null
            : $"found {free} bytes free on the silo's disk, expected {set.Bytes - have + SpareBytes} or more for {set.Bytes - have} bytes to come. "
                + "Remove what is not needed: 'granary data' and 'granary models' list what the cluster keeps.";
    }

    private long FreeBytes()
    {
        var directory = root;
        while (!Directory.Exists(directory))
        {
            directory = Path.GetDirectoryName(directory)!;
        }

        return new DriveInfo(directory).AvailableFreeSpace;
    }

    private void RemoveForsakenParts()
    {
        var oldest = time.GetUtcNow() - PartsAreKept;
        foreach (var part in Files().Where(f => f.Name.EndsWith(PartSuffix, StringComparison.Ordinal) && f.LastWriteTimeUtc < oldest))
        {
            part.Delete();
        }
    }

    private FileInfo[] Files() => Directory.Exists(root) ? new DirectoryInfo(root).GetFiles() : [];

    private string PartOf(string sha256) => $"{PathOf(sha256)}.{silo}{PartSuffix}";

    // The hash comes from outside and becomes a file's name.
    private string PathOf(string sha256) => IsHash(sha256)
        ? Path.Combine(root, sha256)
        : throw new RefusedException($"Found a data set that is not named by a SHA-256: expected {HashLength} lower-case hexadecimal digits.");
}

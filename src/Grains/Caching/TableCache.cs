using System.Security.Cryptography;
using System.Text.Json;
using Granary.Data;
using Granary.Files;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Mapping;
using Microsoft.Extensions.Logging;

namespace Granary.Grains.Caching;

/// <summary>
/// A directory of data sets that are ready for training, each under a name that follows from the content of its source and from all that decides how it is
/// read. Silos of a machine share it, and the ones that were not used for longest make room for new ones. What goes wrong with it costs time and nothing
/// else: the source is read again.
/// </summary>
/// <param name="options">Where it is, and how large.</param>
/// <param name="log">Where it is told what goes wrong.</param>
internal sealed class TableCache(TableCacheOptions options, ILogger<TableCache> log)
{
    private const string Suffix = ".table";

    // Another version of the reader may give other features.
    private static readonly Guid Reader = typeof(TrainingData).Module.ModuleVersionId;

    /// <summary>The data of a job: as it is kept, or read, and kept if that took long.</summary>
    /// <param name="spec">The job.</param>
    /// <param name="read">Reads its data.</param>
    public TrainingData Get(JobSpec spec, Func<TrainingData> read)
    {
        if (KeyOf(spec) is not { } key)
        {
            return read();
        }

        var path = Path.Combine(options.Directory, key + Suffix);
        if (Find(path) is { } kept)
        {
            return kept;
        }

        var start = TimeProvider.System.GetTimestamp();
        var data = read();
        return TimeProvider.System.GetElapsedTime(start) >= options.LeastTime ? Keep(path, data) : data;
    }

    // Null for what is not kept: small sources, and those that cannot be read, whose reader says so.
    private string? KeyOf(JobSpec spec)
    {
        try
        {
            string[] files = [.. DataFiles.Of(spec.Data).Select(f => f.Path)];
            if (files.Sum(f => new FileInfo(f).Length) < options.LeastBytes)
            {
                return null;
            }

            var hashes = files.Distinct().ToDictionary(f => f, FileHash.OfChunks);
            var request = spec.ToRequest();
            var named = JsonSerializer.Serialize(DataFiles.Rename(spec.Data, path => hashes[path]));
            var text = $"{Reader} {spec.Seed} {request.Targets} {request.TargetScaling.Kind} {named}";
            return Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private TrainingData? Find(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var data = CachedTable.Read(path);
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
            return data;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or JsonException or FormatException or ArgumentException)
        {
            log.LogWarning("The cached table {Path} is not used, and the data is read again: {Reason}", path, e.Message);
            return null;
        }
    }

    private TrainingData Keep(string path, TrainingData data)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            OwnerOnly.CreateDirectory(options.Directory);
            using (var file = OwnerOnly.Open(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                CachedTable.Write(file, data);
            }

            MakeRoom(new FileInfo(temporary).Length);
            File.Move(temporary, path, overwrite: true);
            return CachedTable.Read(path);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            log.LogWarning("The table was not kept in {Directory}: {Reason}", options.Directory, e.Message);
            return data;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private void MakeRoom(long bytes)
    {
        if (bytes > options.Bytes)
        {
            throw new IOException($"It has {bytes} bytes, expected at most {options.Bytes} (--cache-size).");
        }

        var tables = new DirectoryInfo(options.Directory).GetFiles("*" + Suffix).OrderBy(f => f.LastWriteTimeUtc).ToList();
        for (var total = tables.Sum(f => f.Length) + bytes; total > options.Bytes; tables.RemoveAt(0))
        {
            total -= tables[0].Length;
            tables[0].Delete();
        }
    }
}

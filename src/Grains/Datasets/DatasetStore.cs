using System.Text.Json;
using Granary.Data;
using Granary.Data.Faults;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Mapping;
using Granary.Grains.Roots;
using Granary.Grains.Uploads;

namespace Granary.Grains.Datasets;

/// <summary>
/// The data sets that a silo has read. Workers of one silo share them, and the next job on the same files finds them ready,
/// unless a file was changed meanwhile.
/// </summary>
/// <param name="roots">Which files the silo reads.</param>
/// <param name="uploads">Those that were uploaded.</param>
internal sealed class DatasetStore(DataRoots roots, UploadSupply uploads)
{
    private const int MostKept = 2;
    private const int LargeData = 4 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly List<(string Key, Task<TrainingData> Data)> _entries = [];

    /// <summary>The data of a job, read on the thread pool unless it is there.</summary>
    /// <param name="spec">The job.</param>
    /// <exception cref="DataException">The data is faulty, or not where this silo reads data from.</exception>
    public async Task<TrainingData> Get(JobSpec spec)
    {
        var local = await uploads.Localize(spec);
        if (roots.Check(local.OwnPaths).ToArray() is { Length: > 0 } faults)
        {
            throw new DataException(faults, more: 0, stopped: false);
        }

        try
        {
            return await GetShared(local.Spec);
        }
        catch (DataException e)
        {
            throw e.Rename(local.Names);
        }
    }

    private Task<TrainingData> GetShared(JobSpec spec)
    {
        var key = KeyOf(spec);
        lock (_gate)
        {
            var found = _entries.FindIndex(e => e.Key == key && !e.Data.IsFaulted);
            var entry = found >= 0 ? _entries[found] : (key, Task.Run(() => Load(spec)));
            _entries.RemoveAll(e => e.Key == key);
            _entries.Add(entry);
            if (_entries.Count > MostKept)
            {
                _entries.RemoveAt(0);
            }

            return entry.Item2;
        }
    }

    private static TrainingData Load(JobSpec spec)
    {
        var data = TrainingData.Load(spec.ToRequest());
        if ((long)data.Train.Rows * data.Train.FeatureCount > LargeData)
        {
            // Reading leaves as much garbage as data. The steps that follow allocate nothing and so would never have it collected.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        }

        return data;
    }

    private static string KeyOf(JobSpec spec)
    {
        var request = spec.ToRequest();
        var files = DataFiles.Of(spec.Data)
            .Select(f => new FileInfo(f.Path))
            .Select(file => file.Exists ? $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}" : file.FullName);
        return JsonSerializer.Serialize(spec.Data) + spec.Seed + request.Targets + request.TargetScaling.Kind + string.Join('\n', files);
    }
}

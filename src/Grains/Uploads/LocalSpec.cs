using Granary.Grains.Interfaces.Jobs;

namespace Granary.Grains.Uploads;

/// <summary>A job whose uploaded files have the paths of this silo's copies.</summary>
internal sealed class LocalSpec
{
    /// <summary>Makes it.</summary>
    /// <param name="spec">The job as it was submitted.</param>
    /// <param name="paths">For the path of each uploaded file that of the copy.</param>
    public LocalSpec(JobSpec spec, IReadOnlyDictionary<string, string> paths)
    {
        Spec = spec with
        {
            Data = DataFiles.Rename(spec.Data, path => paths.GetValueOrDefault(path, path)),
            From = spec.From is { } file ? file with { Path = paths.GetValueOrDefault(file.Path, file.Path) } : null,
        };
        foreach (var (path, copy) in paths)
        {
            Names.TryAdd(copy, path);
        }
    }

    /// <summary>The job.</summary>
    public JobSpec Spec { get; }

    /// <summary>For the path of each copy that by which the job names it, so that users are told of their own files.</summary>
    public Dictionary<string, string> Names { get; } = [];

    /// <summary>A text about the copies as one about the files that the job names.</summary>
    public string Rename(string text) => Names.Aggregate(text, (t, name) => t.Replace(name.Key, name.Value));

    /// <summary>The files that the silo reads where the job says, and so only where it may.</summary>
    public IEnumerable<string> OwnPaths => DataFiles.Of(Spec.Data).Select(f => f.Path).Where(p => !Names.ContainsKey(p));
}

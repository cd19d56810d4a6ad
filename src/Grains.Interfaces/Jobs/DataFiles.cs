namespace Granary.Grains.Interfaces.Jobs;

/// <summary>The files that a job reads.</summary>
public static class DataFiles
{
    /// <summary>Each file with the key of the job that names it, in the order of the keys.</summary>
    /// <param name="data">The job's data.</param>
    public static IEnumerable<(string Key, string Path)> Of(DataSpec data) =>
    [
        .. Of("data.train", data.Train),
        .. Of("data.validation", data.Validation?.Source),
        .. Of("data.test", data.Test),
    ];

    /// <summary>The same data in files under other paths.</summary>
    /// <param name="data">The job's data.</param>
    /// <param name="rename">Gives the other path of each file.</param>
    public static DataSpec Rename(DataSpec data, Func<string, string> rename) => data with
    {
        Train = Rename(data.Train, rename),
        Test = data.Test is { } test ? Rename(test, rename) : null,
        Validation = data.Validation is { Source: { } source } rows ? rows with { Source = Rename(source, rename) } : data.Validation,
    };

    private static SourceSpec Rename(SourceSpec source, Func<string, string> rename) => new()
    {
        Csv = source.Csv is { } csv ? rename(csv) : null,
        Images = source.Images is { } images ? rename(images) : null,
        Labels = source.Labels is { } labels ? rename(labels) : null,
    };

    private static IEnumerable<(string Key, string Path)> Of(string key, SourceSpec? source)
    {
        (string Key, string? Path)[] files = [(key, source?.Csv), ($"{key}.images", source?.Images), ($"{key}.labels", source?.Labels)];
        return files.Where(f => f.Path is not null).Select(f => (f.Key, f.Path!));
    }
}

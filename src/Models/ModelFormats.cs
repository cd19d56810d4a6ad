namespace Granary.Models;

/// <summary>The formats by their names.</summary>
public static class ModelFormats
{
    /// <summary>The names, which are the endings of file names too.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<ModelFormat>().Select(Name)];

    /// <summary>The format of a name, or of the ending of a file's name; null when there is none of this name.</summary>
    public static ModelFormat? Find(string nameOrPath)
    {
        var name = nameOrPath[(nameOrPath.LastIndexOf('.') + 1)..];
        return Enum.TryParse<ModelFormat>(name, ignoreCase: true, out var format) && Names.Contains(name.ToLowerInvariant()) ? format : null;
    }

    private static string Name(ModelFormat format) => format.ToString().ToLowerInvariant();
}

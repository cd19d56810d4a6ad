namespace Granary.Grains.Memory;

/// <summary>Small files in which the kernel tells something.</summary>
internal static class TextFile
{
    /// <summary>A file's text; null when it cannot be read.</summary>
    public static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The number that follows a name at the start of a line; null when there is no such line.</summary>
    public static long? Number(string? text, string name)
    {
        var line = text?.Split('\n').FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
        var word = line?[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(word, out var number) ? number : null;
    }
}

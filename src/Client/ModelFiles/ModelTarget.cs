using Granary.Client.CommandLines;
using Granary.Models;
using Granary.Requests.Faults;

namespace Granary.Client.ModelFiles;

/// <summary>The file that a model is to be written to.</summary>
/// <param name="Path">The file.</param>
/// <param name="Format">Its format.</param>
/// <param name="Replaces">Whether it may take the place of one that is there.</param>
internal sealed record ModelTarget(string Path, ModelFormat Format, bool Replaces)
{
    /// <summary>Checks what the user said, before anything long begins.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">The format's name; null to go by the ending of the file's name.</param>
    /// <param name="force">Whether a file that is there is replaced.</param>
    /// <exception cref="RequestException">The model could not be written there.</exception>
    public static ModelTarget Of(string path, string? format, bool force)
    {
        var found = ModelFormats.Find(format ?? path) ?? throw new RequestException(
            $"{path}: the name does not end with {string.Join(", ", ModelFormats.Names.Select(n => "." + n))}: add --format {string.Join('|', ModelFormats.Names)}");
        OutputPath.Check(path, force);
        return new ModelTarget(path, found, force);
    }
}

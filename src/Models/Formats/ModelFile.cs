namespace Granary.Models.Formats;

/// <summary>Models in files.</summary>
internal static class ModelFile
{
    private const int BufferBytes = 1 << 20;

    /// <summary>Reads a model.</summary>
    /// <exception cref="ModelException">It cannot be read, or holds none.</exception>
    public static Model Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes);
            return Safetensors.Read(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"{path} cannot be read: {e.Message}");
        }
        catch (FormatException e)
        {
            throw new ModelException($"{path}: {e.Message}.");
        }
    }

    /// <summary>Writes a model.</summary>
    public static void Write(Stream file, Model model, ModelFormat format)
    {
        switch (format)
        {
            case ModelFormat.Npz:
                Npz.Write(file, model);
                break;
            default:
                Safetensors.Write(file, model);
                break;
        }
    }
}

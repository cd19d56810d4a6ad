using Granary.Models.Descriptions;
using Granary.Models.Formats;
using Granary.Models.Onnx;

namespace Granary.Models;

/// <summary>Models in files.</summary>
internal static class ModelFile
{
    private const int BufferBytes = 1 << 20;

    // An ONNX file begins with the number of its first field, a safetensors file with a length of 8 bytes and a brace.
    private const byte OnnxStart = 0x08;
    private const byte SafetensorsStart = (byte)'{';

    private static ReadOnlySpan<byte> ZipStart => "PK"u8;

    /// <summary>Reads a model.</summary>
    /// <exception cref="ModelException">It cannot be read, or holds none.</exception>
    public static ModelContent Read(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw new FormatException("found a directory, expected a model file");
            }

            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes);
            return Read(file);
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
    /// <exception cref="ModelException">The format cannot hold it.</exception>
    public static void Write(Stream file, ModelContent model, ModelFormat format)
    {
        try
        {
            WriteAs(file, model, format);
        }
        catch (FormatException e)
        {
            throw new ModelException($"The model cannot be written as {format.ToString().ToLowerInvariant()}: {e.Message}.");
        }
    }

    private static void WriteAs(Stream file, ModelContent model, ModelFormat format)
    {
        switch (format)
        {
            case ModelFormat.Npz:
                Npz.Write(file, model);
                break;
            case ModelFormat.Onnx:
                OnnxModel.Write(file, model);
                break;
            default:
                Safetensors.Write(file, model);
                break;
        }
    }

    private static ModelContent Read(FileStream file)
    {
        var start = new byte[sizeof(long) + 1];
        file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        var isSafetensors = start[^1] == SafetensorsStart;
        if (!isSafetensors && start.AsSpan().StartsWith(ZipStart))
        {
            throw new FormatException("found a zip file, as npz files are, which have weights only; expected a safetensors or ONNX file");
        }

        return !isSafetensors && start[0] == OnnxStart ? OnnxModel.Read(file) : Safetensors.Read(file);
    }
}

using System.Security.Cryptography;
using Granary.Models.Descriptions;
using Granary.Models.Formats;
using Granary.Models.Onnx;
using Granary.Numerics.Layers;

namespace Granary.Models;

/// <summary>Models in files.</summary>
internal static class ModelFile
{
    private const int BufferBytes = 1 << 20;

    // An ONNX file begins with the number of its first field, a safetensors file with a length of 8 bytes and a brace.
    private const byte OnnxStart = 0x08;
    private const byte SafetensorsStart = (byte)'{';

    /// <summary>Reads a model.</summary>
    /// <exception cref="ModelException">It cannot be read, or holds none.</exception>
    public static ModelContent Read(string path) => Open(path, ReadModel);

    /// <summary>Reads the layers of a model, or of any safetensors file with linear layers.</summary>
    /// <returns>The model, null where it is none of ours, the layers, and the SHA-256 of the file in lower-case hexadecimal digits.</returns>
    /// <exception cref="ModelException">It cannot be read, or holds none.</exception>
    public static (ModelContent? Model, LayerWeights[] Layers, string Sha256) ReadLayers(string path) => Open(path, file =>
    {
        var (model, layers) = ReadLayers(file);
        file.Position = 0;
        return (model, layers, Convert.ToHexStringLower(SHA256.HashData(file)));
    });

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

    private static T Open<T>(string path, Func<FileStream, T> read)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw new FormatException("found a directory, expected a model file");
            }

            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes);
            return read(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"{path} cannot be read: {e.Message}");
        }
        catch (FormatException e)
        {
            throw new ModelException($"{path}: {e.Message.TrimEnd('.')}.");
        }
    }

    private static (ModelContent? Model, LayerWeights[] Layers) ReadLayers(FileStream file)
    {
        if (StartOf(file)[^1] == SafetensorsStart)
        {
            var header = SafetensorsHeader.Read(file);
            if (!header.Metadata.ContainsKey(Safetensors.DescriptionKey))
            {
                return (null, LinearLayers.Read(file, header));
            }

            file.Position = 0;
        }

        var model = ReadModel(file);
        return (model, LinearLayers.Of(model));
    }

    private static ModelContent ReadModel(FileStream file) => StartOf(file) switch
    {
        [OnnxStart, .., not SafetensorsStart] => OnnxModel.Read(file),
        [(byte)'P', (byte)'K', ..] => throw new FormatException(
            "found a zip file, as npz files are, which have weights only; expected a safetensors or ONNX file"),
        _ => Safetensors.Read(file),
    };

    private static byte[] StartOf(FileStream file)
    {
        var start = new byte[sizeof(long) + 1];
        file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return start;
    }
}

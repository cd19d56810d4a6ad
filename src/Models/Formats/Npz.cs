using Granary.Models.Descriptions;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Granary.Models.Formats;

/// <summary>The weights of models for NumPy: a zip file with an npy file for each tensor.</summary>
/// <remarks>Source: numpy.lib.format, version 1.0.</remarks>
internal static class Npz
{
    private const int Alignment = 64;
    private const int BeforeHeader = 10;

    // A zip file has a time for each of its entries; this is the first that it can have.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes a model's weights.</summary>
    public static void Write(Stream file, ModelContent model)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var tensor in ModelTensors.Of(model.Description.Network))
        {
            var entry = zip.CreateEntry($"{tensor.Name}.npy", CompressionLevel.NoCompression);
            entry.LastWriteTime = NoTime;
            using var content = entry.Open();
            content.Write(Header(tensor.Shape));
            content.Write(ModelTensors.BytesOf(model, tensor.Name));
        }
    }

    private static byte[] Header(IReadOnlyList<long> shape)
    {
        var dimensions = string.Concat(shape.Select(n => string.Create(CultureInfo.InvariantCulture, $"{n}, ")));
        var text = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({dimensions.TrimEnd()}), }}";
        var length = ((BeforeHeader + text.Length + Alignment) / Alignment * Alignment) - BeforeHeader;
        text = text.PadRight(length - 1) + '\n';
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)length, (byte)(length >> 8), .. Encoding.ASCII.GetBytes(text)];
    }
}

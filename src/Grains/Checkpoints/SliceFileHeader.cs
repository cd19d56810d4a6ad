using System.Buffers;
using System.Text.Json;
using Granary.Numerics.Memory;

namespace Granary.Grains.Checkpoints;

/// <summary>
/// The first bytes of a slice's file: one line of JSON, filled up with spaces, so that <c>head -n 1</c> shows what the file is.
/// It follows from the slice and the lengths alone; a reader makes the one it expects and compares.
/// </summary>
internal static class SliceFileHeader
{
    // The numbers behind the header start on a cache line of the file.
    private const int Alignment = 64;

    /// <summary>Makes the header.</summary>
    /// <param name="slice">Whose numbers follow.</param>
    /// <param name="arrays">The parameters, then the optimizer's arrays.</param>
    public static byte[] Create(SliceVersion slice, IReadOnlyList<AlignedBuffer> arrays)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("magic", "granary slice");
            json.WriteNumber("format", 1);
            json.WriteString("type", "float32 little-endian");
            json.WriteString("job", slice.JobId);
            json.WriteNumber("version", slice.Version);
            json.WriteNumber("layer", slice.Layer);
            json.WriteNumber("slice", slice.Slice);
            json.WriteStartArray("lengths");
            foreach (var array in arrays)
            {
                json.WriteNumberValue(array.Length);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Pad(buffer.WrittenSpan);
    }

    /// <summary>The length of the header of a file.</summary>
    /// <param name="file">The file, at its start.</param>
    /// <exception cref="EndOfStreamException">It has none.</exception>
    public static long LengthIn(Stream file)
    {
        var piece = new byte[Alignment];
        do
        {
            file.ReadExactly(piece);
        }
        while (piece[^1] != (byte)'\n');

        return file.Position;
    }

    private static byte[] Pad(ReadOnlySpan<byte> text)
    {
        var header = new byte[(text.Length + Alignment) / Alignment * Alignment];
        header.AsSpan().Fill((byte)' ');
        text.CopyTo(header);
        header[^1] = (byte)'\n';
        return header;
    }
}

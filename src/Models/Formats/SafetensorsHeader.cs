using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Granary.Models.Formats;

/// <summary>
/// The beginning of a safetensors file: the length of a JSON object as 8 bytes, the object, which says where each tensor lies, and spaces up
/// to a multiple of 8. The tensors follow.
/// </summary>
/// <remarks>Source: the format's description, github.com/huggingface/safetensors.</remarks>
/// <param name="Tensors">The tensors, in the order in which they lie in the file.</param>
/// <param name="Metadata">Texts by their names.</param>
/// <param name="Length">Bytes before the first tensor.</param>
public sealed record SafetensorsHeader(IReadOnlyList<TensorInfo> Tensors, IReadOnlyDictionary<string, string> Metadata, long Length)
{
    /// <summary>The type of our tensors.</summary>
    public const string Float32 = "F32";

    /// <summary>The longest JSON that readers accept.</summary>
    private const int MostBytes = 100_000_000;

    private const int Alignment = 8;
    private const string MetadataKey = "__metadata__";

    /// <summary>Makes the bytes before the first tensor.</summary>
    /// <param name="tensors">The tensors, in the order in which they will lie in the file.</param>
    /// <param name="key">The name of the one text that goes with them: other writers shuffle several.</param>
    /// <param name="text">The text.</param>
    public static byte[] Create(IReadOnlyList<TensorInfo> tensors, string key, string text)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject(MetadataKey);
            json.WriteString(key, text);
            json.WriteEndObject();
            foreach (var tensor in tensors)
            {
                Write(json, tensor);
            }

            json.WriteEndObject();
        }

        var length = (buffer.WrittenCount + Alignment - 1) / Alignment * Alignment;
        var bytes = new byte[sizeof(long) + length];
        bytes.AsSpan().Fill((byte)' ');
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        buffer.WrittenSpan.CopyTo(bytes.AsSpan(sizeof(long)));
        return bytes;
    }

    /// <summary>Reads the beginning of a file.</summary>
    /// <param name="file">The file, at its start.</param>
    /// <exception cref="FormatException">It is no safetensors file, or not whole; the message says what is wrong.</exception>
    public static SafetensorsHeader Read(Stream file)
    {
        var prefix = new byte[sizeof(long) + 1];
        if (file.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false) < prefix.Length)
        {
            throw new FormatException($"found {file.Length} bytes, expected a safetensors file");
        }

        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MostBytes || length < 2 || prefix[^1] != '{')
        {
            throw new FormatException("found no safetensors file: it does not begin with the length of a JSON object");
        }

        var start = sizeof(long) + (long)length;
        if (start > file.Length)
        {
            throw new FormatException($"found {file.Length} bytes, expected at least {start}: the file is not whole");
        }

        var json = new byte[length];
        json[0] = prefix[^1];
        file.ReadExactly(json.AsSpan(1));
        var header = Parse(json, start);
        header.CheckPlaces(file.Length - start);
        return header;
    }

    private static void Write(Utf8JsonWriter json, TensorInfo tensor)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", tensor.Type);
        WriteArray(json, "shape", tensor.Shape);
        WriteArray(json, "data_offsets", [tensor.Begin, tensor.End]);
        json.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter json, string key, IEnumerable<long> numbers)
    {
        json.WriteStartArray(key);
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static SafetensorsHeader Parse(byte[] json, long length)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var tensors = new Dictionary<string, TensorInfo>();
            var metadata = new Dictionary<string, string>();
            foreach (var entry in document.RootElement.EnumerateObject())
            {
                if (entry.Name == MetadataKey)
                {
                    metadata = entry.Value.EnumerateObject().ToDictionary(e => e.Name, e => e.Value.GetString()!);
                }
                else if (!tensors.TryAdd(entry.Name, ParseTensor(entry)))
                {
                    throw new FormatException($"found two tensors named {entry.Name}");
                }
            }

            return new SafetensorsHeader([.. tensors.Values.OrderBy(t => t.Begin).ThenBy(t => t.End)], metadata, length);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"found a header that is damaged: {e.Message}");
        }
    }

    private static TensorInfo ParseTensor(JsonProperty entry)
    {
        long[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(n => n.GetInt64())];
        long[] offsets = [.. entry.Value.GetProperty("data_offsets").EnumerateArray().Select(n => n.GetInt64())];
        return offsets.Length == 2 && Array.TrueForAll(shape, n => n >= 0)
            ? new TensorInfo(entry.Name, entry.Value.GetProperty("dtype").GetString()!, shape, offsets[0], offsets[1])
            : throw new FormatException($"found a tensor {entry.Name} without a shape or two offsets");
    }

    // Without holes or overlaps, and to the end of the file.
    private void CheckPlaces(long bytes)
    {
        var next = 0L;
        foreach (var tensor in Tensors)
        {
            if (tensor.Begin != next || tensor.End < tensor.Begin)
            {
                throw new FormatException($"found the tensor {tensor.Name} at {tensor.Begin} to {tensor.End}, expected it to begin at {next}");
            }

            next = tensor.End;
        }

        if (next != bytes)
        {
            throw new FormatException($"found {bytes} bytes of tensors, expected {next}: the file is not whole, or another one");
        }
    }
}

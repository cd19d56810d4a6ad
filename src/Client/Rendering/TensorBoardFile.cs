using System.Buffers.Binary;
using System.Numerics;
using Google.Protobuf;

namespace Granary.Client.Rendering;

/// <summary>
/// Numbers by step in a file of events as TensorBoard reads it: records of a length, a checksum of it, an Event as protocol buffer, and a
/// checksum of that.
/// </summary>
/// <remarks>Source: TensorFlow's record_writer.cc, event.proto and summary.proto.</remarks>
internal sealed class TensorBoardFile
{
    private const string Version = "brain.Event:2";
    private const uint MaskDelta = 0xa282ead8;

    private readonly Stream _file;
    private readonly double _time;

    /// <summary>Begins a file.</summary>
    /// <param name="file">The file, empty.</param>
    /// <param name="time">The time of all events.</param>
    public TensorBoardFile(Stream file, DateTimeOffset time)
    {
        (_file, _time) = (file, time.ToUnixTimeMilliseconds() / 1000.0);
        WriteRecord(Message(e =>
        {
            e.WriteTag(1, WireFormat.WireType.Fixed64);
            e.WriteDouble(_time);
            e.WriteTag(3, WireFormat.WireType.LengthDelimited);
            e.WriteString(Version);
        }));
    }

    /// <summary>The name of a file in the folder of its job.</summary>
    public static string NameOf(DateTimeOffset time) => $"events.out.tfevents.{time.ToUnixTimeSeconds()}.granary";

    /// <summary>Writes a number.</summary>
    /// <param name="step">The step.</param>
    /// <param name="tag">What it is.</param>
    /// <param name="value">The number.</param>
    public void Write(long step, string tag, double value)
    {
        var number = Message(v =>
        {
            v.WriteTag(1, WireFormat.WireType.LengthDelimited);
            v.WriteString(tag);
            v.WriteTag(2, WireFormat.WireType.Fixed32);
            v.WriteFloat((float)value);
        });
        var summary = Message(s =>
        {
            s.WriteTag(1, WireFormat.WireType.LengthDelimited);
            s.WriteBytes(ByteString.CopyFrom(number));
        });
        WriteRecord(Message(e =>
        {
            e.WriteTag(1, WireFormat.WireType.Fixed64);
            e.WriteDouble(_time);
            e.WriteTag(2, WireFormat.WireType.Varint);
            e.WriteInt64(step);
            e.WriteTag(5, WireFormat.WireType.LengthDelimited);
            e.WriteBytes(ByteString.CopyFrom(summary));
        }));
    }

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using var memory = new MemoryStream();
        using (var message = new CodedOutputStream(memory))
        {
            write(message);
        }

        return memory.ToArray();
    }

    private static uint MaskedChecksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return BitOperations.RotateRight(~crc, 15) + MaskDelta;
    }

    private void WriteRecord(byte[] data)
    {
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        Span<byte> checksum = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)data.Length);
        _file.Write(length);
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, MaskedChecksum(length));
        _file.Write(checksum);
        _file.Write(data);
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, MaskedChecksum(data));
        _file.Write(checksum);
    }
}

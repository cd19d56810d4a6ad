using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Granary.Grains.Interfaces.Jobs;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.WireProtocol;

namespace Granary.Grains.Interfaces.Tensors;

/// <summary>
/// Writes a block as a length in bytes, one byte for its <see cref="TensorBlock.Wire"/>, and its raw little-endian floats, or the
/// upper halves of them. Orleans itself writes an array of floats element by element, at five bytes each. Of a block that
/// <see cref="TensorBlock.IsNamed"/> that byte has its highest bit set, and the name of the memory follows, and where in it.
/// </summary>
[RegisterSerializer]
public sealed class TensorBlockCodec : IFieldCodec<TensorBlock>
{
    private const int HalvesAtOnce = 1024;
    private const byte Named = 0x80;

    // Process, file and id of the memory, then the block's place and length there.
    private const int NameBytes = (4 * sizeof(int)) + 16;

    /// <inheritdoc/>
    public void WriteField<TBufferWriter>(
        ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type? expectedType, TensorBlock? value)
        where TBufferWriter : IBufferWriter<byte>
    {
        if (ReferenceCodec.TryWriteReferenceField(ref writer, fieldIdDelta, expectedType, value))
        {
            return;
        }

        writer.WriteFieldHeader(fieldIdDelta, expectedType, typeof(TensorBlock), WireType.LengthPrefixed);
        if (value.IsNamed)
        {
            WriteName(ref writer, value);
            return;
        }

        writer.WriteVarUInt32(sizeof(byte) + ((uint)value.Length * BytesOfOne(value.Wire)));
        writer.WriteByte((byte)value.Wire);
        if (value.Wire == WireName.Bfloat16)
        {
            WriteHalves(ref writer, value.Span);
        }
        else
        {
            writer.Write(MemoryMarshal.AsBytes(value.Span));
        }
    }

    /// <inheritdoc/>
    [return: MaybeNull]
    public TensorBlock ReadValue<TInput>(ref Reader<TInput> reader, Field field)
    {
        if (field.WireType == WireType.Reference)
        {
            return ReferenceCodec.ReadReference<TensorBlock, TInput>(ref reader, field);
        }

        field.EnsureWireType(WireType.LengthPrefixed);
        var bytes = reader.ReadVarUInt32();
        var left = reader.Length - reader.Position;
        var head = bytes >= sizeof(byte) && bytes <= left ? reader.ReadByte() : throw Refused(bytes, left);
        var block = (head & Named) != 0 && bytes == sizeof(byte) + NameBytes
            ? ReadNamed(ref reader, (WireName)(head & ~Named))
            : ReadFloats(ref reader, (WireName)head, LengthOf((WireName)head, bytes, left));
        ReferenceCodec.RecordObject(reader.Session, block);
        return block;
    }

    private static TensorBlock ReadFloats<TInput>(ref Reader<TInput> reader, WireName wire, int length)
    {
        var block = TensorPool.Rent(length);
        block.Wire = wire;
        if (wire == WireName.Bfloat16)
        {
            reader.ReadBytes(MemoryMarshal.AsBytes(Bfloat16Halves.In(block.Writable)));
            Bfloat16Halves.Spread(block.Writable);
        }
        else
        {
            reader.ReadBytes(MemoryMarshal.AsBytes(block.Writable));
        }

        return block;
    }

    private static void WriteName<TBufferWriter>(ref Writer<TBufferWriter> writer, TensorBlock block)
        where TBufferWriter : IBufferWriter<byte>
    {
        var name = block.Memory!.Name;
        Span<byte> bytes = stackalloc byte[NameBytes];
        ReadOnlySpan<int> numbers = [name.Process, name.File, block.Offset, block.Length];
        MemoryMarshal.AsBytes(numbers).CopyTo(bytes);
        name.Id.TryWriteBytes(bytes[(numbers.Length * sizeof(int))..]);
        writer.WriteVarUInt32(sizeof(byte) + NameBytes);
        writer.WriteByte((byte)(Named | (byte)block.Wire));
        writer.Write(bytes);
    }

    private static TensorBlock ReadNamed<TInput>(ref Reader<TInput> reader, WireName wire)
    {
        Span<byte> bytes = stackalloc byte[NameBytes];
        reader.ReadBytes(bytes);
        var numbers = MemoryMarshal.Cast<byte, int>(bytes)[..4];
        var memory = SharedMemory.Open(new SharedMemoryName(numbers[0], numbers[1], new Guid(bytes[(4 * sizeof(int))..])));
        var (offset, length) = (numbers[2], numbers[3]);
        return Enum.IsDefined(wire) && offset >= 0 && length >= 0 && (long)offset + length <= memory.Length
            ? new TensorBlock(memory, offset, length, wire, isNamed: true)
            : throw new InvalidDataException(
                $"A tensor block of {length} floats from {offset} on was announced in a shared memory of {memory.Length} floats, of kind "
                + $"{(byte)wire}: expected a place within it, and float32 (0) or bfloat16 (1).");
    }

    private static uint BytesOfOne(WireName wire) => (uint)(wire == WireName.Bfloat16 ? sizeof(ushort) : sizeof(float));

    private static void WriteHalves<TBufferWriter>(ref Writer<TBufferWriter> writer, ReadOnlySpan<float> floats)
        where TBufferWriter : IBufferWriter<byte>
    {
        Span<ushort> memory = stackalloc ushort[HalvesAtOnce];
        for (var start = 0; start < floats.Length; start += HalvesAtOnce)
        {
            var run = floats.Slice(start, Math.Min(HalvesAtOnce, floats.Length - start));
            var halves = memory[..run.Length];
            if (!Bfloat16Halves.TryTake(run, halves))
            {
                throw new InvalidOperationException(
                    $"A tensor block of bfloat16 holds something else among its floats {start} to {start + run.Length - 1}: "
                    + "expected floats whose lower 16 bits are 0, round them first.");
            }

            writer.Write(MemoryMarshal.AsBytes(halves));
        }
    }

    // Nothing is allocated for a length that cannot be true.
    private static int LengthOf(WireName wire, uint bytes, long left)
    {
        var (length, rest) = Math.DivRem(bytes - sizeof(byte), BytesOfOne(wire));
        return Enum.IsDefined(wire) && rest == 0 && length <= TensorBlock.MaxLength ? (int)length : throw Refused(bytes, left);
    }

    private static InvalidDataException Refused(uint bytes, long left) => new(
        $"A tensor block of {bytes} bytes was announced and {left} bytes are left in the message: expected one byte that says "
        + $"float32 (0) or bfloat16 (1), then whole floats, at most {TensorBlock.MaxLength}, and all of them there.");
}

/// <summary>Copies nothing: a block is never written once it was made.</summary>
[RegisterCopier]
public sealed class TensorBlockCopier : IDeepCopier<TensorBlock>
{
    /// <inheritdoc/>
    [return: NotNullIfNotNull(nameof(input))]
    public TensorBlock? DeepCopy(TensorBlock? input, CopyContext context) => input;
}

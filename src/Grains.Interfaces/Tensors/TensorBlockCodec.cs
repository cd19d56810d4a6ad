using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.WireProtocol;

namespace Granary.Grains.Interfaces.Tensors;

/// <summary>
/// Writes a block as its length in bytes and its raw little-endian floats. Orleans itself writes an array of floats element by
/// element, at five bytes each.
/// </summary>
[RegisterSerializer]
public sealed class TensorBlockCodec : IFieldCodec<TensorBlock>
{
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
        writer.WriteVarUInt32((uint)value.Length * sizeof(float));
        writer.Write(MemoryMarshal.AsBytes(value.Span));
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
        if (bytes % sizeof(float) != 0 || bytes / sizeof(float) > TensorBlock.MaxLength || bytes > left)
        {
            throw new InvalidDataException(
                $"A tensor block of {bytes} bytes was announced and {left} bytes are left in the message: "
                + $"expected whole floats, at most {TensorBlock.MaxLength}, and all of them there.");
        }

        var block = TensorPool.Rent((int)(bytes / sizeof(float)));
        reader.ReadBytes(MemoryMarshal.AsBytes(block.Writable));
        ReferenceCodec.RecordObject(reader.Session, block);
        return block;
    }
}

/// <summary>Copies nothing: a block is never written once it was made.</summary>
[RegisterCopier]
public sealed class TensorBlockCopier : IDeepCopier<TensorBlock>
{
    /// <inheritdoc/>
    [return: NotNullIfNotNull(nameof(input))]
    public TensorBlock? DeepCopy(TensorBlock? input, CopyContext context) => input;
}

using System.Runtime.InteropServices;
using Google.Protobuf;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace Granary.Models.Onnx;

/// <summary>Makes tensors.</summary>
internal static class TensorProtos
{
    /// <summary>Numbers.</summary>
    /// <param name="type">Their type in the file.</param>
    /// <param name="numbers">The numbers, row after row.</param>
    /// <param name="shape">The dimensions.</param>
    public static TensorProto Of<T>(DataType type, ReadOnlySpan<T> numbers, params IEnumerable<long> shape)
        where T : unmanaged => new()
        {
            DataType = (int)type,
            Dims = { shape },
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(numbers)),
        };

    /// <summary>Texts, in one dimension.</summary>
    public static TensorProto Of(IReadOnlyList<string> texts) => new()
    {
        DataType = (int)DataType.String,
        Dims = { texts.Count },
        StringData = { texts.Select(ByteString.CopyFromUtf8) },
    };
}

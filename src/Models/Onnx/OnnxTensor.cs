using Granary.Models.Formats;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace Granary.Models.Onnx;

/// <summary>Finds the weights of a network in an ONNX file.</summary>
internal static class OnnxTensor
{
    /// <summary>The bytes of a tensor.</summary>
    /// <exception cref="FormatException">It is not there, or another one.</exception>
    public static ReadOnlySpan<byte> Find(ModelProto file, TensorInfo expected)
    {
        var tensor = file.Graph?.Initializer.FirstOrDefault(t => t.Name == expected.Name)
            ?? throw new FormatException($"found no tensor {expected.Name}, which the network has");
        return tensor.DataType == (int)DataType.Float && tensor.Dims.SequenceEqual(expected.Shape)
                && tensor.RawData.Length == expected.End - expected.Begin
            ? tensor.RawData.Span
            : throw new FormatException(
                $"found the tensor {expected.Name} of {(DataType)tensor.DataType} [{string.Join(", ", tensor.Dims)}] with {tensor.RawData.Length} bytes, "
                + $"expected {DataType.Float} [{string.Join(", ", expected.Shape)}] with {expected.End - expected.Begin}");
    }
}

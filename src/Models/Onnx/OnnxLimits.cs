using Granary.Data;
using Granary.Models.Formats;
using Granary.Numerics.Networks;

namespace Granary.Models.Onnx;

/// <summary>What an ONNX file cannot hold.</summary>
internal static class OnnxLimits
{
    // Names, the description, and constants, which are few bytes for each feature.
    private const long OtherBytes = 64 << 20;
    private const long BytesOfFeature = 256;

    /// <summary>Refuses a model that does not fit.</summary>
    /// <exception cref="FormatException">It has too many weights, or a column is named as one of them.</exception>
    public static void Check(NetworkShape network, DataEncodings encodings)
    {
        var bytes = (sizeof(float) * network.Parameters) + (BytesOfFeature * network.Inputs) + OtherBytes;
        if (bytes > int.MaxValue)
        {
            throw new FormatException(
                $"found {network.Parameters} weights, which are more than an ONNX file holds: its 2 GB are about 500 million. Choose safetensors or npz");
        }

        var weights = ModelTensors.Of(network).Select(t => t.Name);
        if (InputNodes.NamesOf(encodings).Intersect(weights).FirstOrDefault() is { } name)
        {
            throw new FormatException($"found a column named {name}, which an ONNX file calls weights of the network. Choose safetensors or npz");
        }
    }
}

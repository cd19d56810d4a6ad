using System.Globalization;
using System.Runtime.InteropServices;
using Granary.Models.Descriptions;
using Granary.Numerics.Networks;

namespace Granary.Models.Formats;

/// <summary>The tensors of a model, named and ordered as PyTorch's <c>nn.Linear</c> layers are in a safetensors file.</summary>
public static class ModelTensors
{
    /// <summary>The name of a layer's weights, outputs x inputs.</summary>
    public static string Weight(int layer) => string.Create(CultureInfo.InvariantCulture, $"layers.{layer}.weight");

    /// <summary>The name of a layer's biases.</summary>
    public static string Bias(int layer) => string.Create(CultureInfo.InvariantCulture, $"layers.{layer}.bias");

    /// <summary>All tensors of a network in the order in which they lie in a file: that of their names' characters.</summary>
    public static IReadOnlyList<TensorInfo> Of(NetworkShape network)
    {
        var tensors = network.Layers
            .SelectMany((layer, l) => new (string Name, long[] Shape)[]
            {
                (Weight(l), [layer.Outputs, layer.Inputs]), (Bias(l), [layer.Outputs]),
            })
            .OrderBy(t => t.Name, StringComparer.Ordinal);
        var placed = new List<TensorInfo>();
        var begin = 0L;
        foreach (var (name, shape) in tensors)
        {
            var end = begin + (sizeof(float) * shape.Aggregate(1L, (product, length) => product * length));
            placed.Add(new TensorInfo(name, SafetensorsHeader.Float32, shape, begin, end));
            begin = end;
        }

        return placed;
    }

    /// <summary>The numbers of a tensor.</summary>
    internal static Span<float> NumbersOf(ModelContent model, string name)
    {
        var (layer, isWeight) = Find(name);
        return isWeight ? model.Weights.Weights(layer) : model.Weights.Biases(layer);
    }

    /// <summary>As <see cref="NumbersOf"/>, in bytes.</summary>
    internal static Span<byte> BytesOf(ModelContent model, string name) => MemoryMarshal.AsBytes(NumbersOf(model, name));

    /// <summary>Which layer's tensor a name is, and whether it is the weights.</summary>
    public static (int Layer, bool IsWeight) Find(string name)
    {
        var parts = name.Split('.');
        return (int.Parse(parts[1], CultureInfo.InvariantCulture), parts[2] == "weight");
    }
}

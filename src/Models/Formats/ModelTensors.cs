using System.Globalization;
using System.Runtime.InteropServices;
using Granary.Models.Descriptions;
using Granary.Numerics.Layers;
using Granary.Numerics.Networks;

namespace Granary.Models.Formats;

/// <summary>The tensors of a model, named and ordered as PyTorch's <c>nn.Linear</c> layers are in a safetensors file.</summary>
public static class ModelTensors
{
    /// <summary>The name of a tensor: those of a layer's normalization are named as those of PyTorch's <c>nn.LayerNorm</c>.</summary>
    /// <param name="layer">The layer, from 0.</param>
    /// <param name="tensor">The kind of its parameters.</param>
    public static string NameOf(int layer, LayerTensor tensor)
    {
        var module = tensor is LayerTensor.Weights or LayerTensor.Biases ? "layers" : "norms";
        var kind = tensor is LayerTensor.Weights or LayerTensor.Gains ? "weight" : "bias";
        return string.Create(CultureInfo.InvariantCulture, $"{module}.{layer}.{kind}");
    }

    /// <summary>All tensors of a network in the order in which they lie in a file: that of their names' characters.</summary>
    public static IReadOnlyList<TensorInfo> Of(NetworkShape network)
    {
        var tensors = network.Layers
            .SelectMany((layer, l) => layer.Tensors.Select(t =>
                (Name: NameOf(l, t), Shape: t == LayerTensor.Weights ? new long[] { layer.Outputs, layer.Inputs } : [layer.Outputs])))
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
        var (layer, tensor) = Find(name);
        return model.Weights.Of(layer, tensor);
    }

    /// <summary>As <see cref="NumbersOf"/>, in bytes.</summary>
    internal static Span<byte> BytesOf(ModelContent model, string name) => MemoryMarshal.AsBytes(NumbersOf(model, name));

    /// <summary>Which layer's tensor a name is, and of which kind.</summary>
    public static (int Layer, LayerTensor Tensor) Find(string name)
    {
        var parts = name.Split('.');
        var layer = int.Parse(parts[1], CultureInfo.InvariantCulture);
        return (layer, Enum.GetValues<LayerTensor>().Single(t => NameOf(layer, t) == name));
    }
}

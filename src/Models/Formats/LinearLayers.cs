using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Granary.Models.Descriptions;
using Granary.Numerics.Layers;

namespace Granary.Models.Formats;

/// <summary>The linear layers of safetensors files of any origin: for each a tensor <c>NAME.weight</c>, outputs x inputs, and one <c>NAME.bias</c>.</summary>
internal static partial class LinearLayers
{
    private const string Weight = ".weight";
    private const string Bias = ".bias";

    /// <summary>The layers of a model.</summary>
    public static LayerWeights[] Of(ModelContent model) =>
    [
        .. model.Description.Network.Layers.Select((layer, l) =>
            new LayerWeights(layer.Inputs, model.Weights.Weights(l).ToArray(), model.Weights.Biases(l).ToArray(), Normalization(model, l))),
    ];

    /// <summary>Reads the layers of a file.</summary>
    /// <param name="file">The file, after its header.</param>
    /// <param name="header">Its header.</param>
    /// <exception cref="FormatException">There are none, or other ones; the message says what is wrong.</exception>
    public static LayerWeights[] Read(Stream file, SafetensorsHeader header)
    {
        var numbers = header.Tensors.ToDictionary(t => t.Name, t => ReadTensor(file, t));
        var shapes = header.Tensors.ToDictionary(t => t.Name, t => t.Shape);
        string[] names = [.. numbers.Keys.Where(n => n.EndsWith(Weight, StringComparison.Ordinal)).Select(n => n[..^Weight.Length]).OrderBy(SortKey, StringComparer.Ordinal)];
        if (names.Length == 0)
        {
            throw new FormatException($"found no tensor named ...{Weight}, expected the weights of linear layers");
        }

        return [.. names.Select(name => Make(name, numbers, shapes))];
    }

    private static float[]? Normalization(ModelContent model, int layer) => model.Description.Network.Layers[layer].IsNormalized
        ? [.. model.Weights.Of(layer, LayerTensor.Gains), .. model.Weights.Of(layer, LayerTensor.Shifts)]
        : null;

    // "10" after "9": digits are filled up to one length.
    private static string SortKey(string name) => Digits().Replace(name, m => m.Value.PadLeft(10, '0'));

    private static float[] ReadTensor(Stream file, TensorInfo tensor)
    {
        var numbers = new float[(tensor.End - tensor.Begin) / sizeof(float)];
        if (tensor.Type != SafetensorsHeader.Float32 || tensor.Shape.Aggregate(1L, (product, n) => product * n) != numbers.Length)
        {
            throw new FormatException(
                $"found the tensor {tensor.Name} of {tensor.Type} [{string.Join(", ", tensor.Shape)}], expected float32 (F32) that its bytes hold");
        }

        file.ReadExactly(MemoryMarshal.AsBytes(numbers.AsSpan()));
        return numbers;
    }

    private static LayerWeights Make(string name, Dictionary<string, float[]> numbers, Dictionary<string, IReadOnlyList<long>> shapes)
    {
        var weight = shapes[name + Weight];
        if (weight.Count != 2 || !shapes.TryGetValue(name + Bias, out var bias) || bias.Count != 1 || bias[0] != weight[0])
        {
            throw new FormatException(
                $"found the tensor {name}{Weight} of [{string.Join(", ", weight)}], expected two dimensions, outputs and inputs, and a tensor "
                + $"{name}{Bias} with a number for each output");
        }

        return new LayerWeights(int.CreateChecked(weight[1]), numbers[name + Weight], numbers[name + Bias]);
    }

    [GeneratedRegex("[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();
}

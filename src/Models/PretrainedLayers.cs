using Granary.Models.Descriptions;
using Granary.Numerics.Layers;
using Granary.Numerics.Networks;

namespace Granary.Models;

/// <summary>
/// The layers of a file, with which the training of another network may begin: a model that Granary has written, or a safetensors file with the
/// weights of PyTorch's <c>nn.Linear</c> layers, in the order of the numbers in their names.
/// </summary>
/// <param name="Layers">The layers, from the input's to the output's.</param>
/// <param name="Features">The names of the features that the first layer takes; null where the file does not say.</param>
/// <param name="Sha256">The SHA-256 of the file, in lower-case hexadecimal digits.</param>
public sealed record PretrainedLayers(IReadOnlyList<LayerWeights> Layers, IReadOnlyList<string>? Features, string Sha256)
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelException">It cannot be read, or holds no such layers.</exception>
    public static PretrainedLayers Load(string path)
    {
        var (model, layers, sha256) = ModelFile.ReadLayers(path);
        return new PretrainedLayers(layers, model is null ? null : FeaturesOf(model), sha256);
    }

    /// <summary>The weights with which a network begins: for each of its layers those of the file, or null where that has another shape.</summary>
    public LayerWeights?[] For(NetworkShape network) => [.. network.Layers.Select((layer, l) => Fits(layer, l) ? Layers[l] : null)];

    private static string[] FeaturesOf(ModelContent content) => [.. content.Description.Encodings.Columns.SelectMany(c => c.Features)];

    private bool Fits(LayerShape layer, int index) =>
        index < Layers.Count
        && (Layers[index].Inputs, Layers[index].Outputs, Layers[index].IsNormalized) == (layer.Inputs, layer.Outputs, layer.IsNormalized);
}

using Granary.Models.Descriptions;

namespace Granary.Models.Comparison;

/// <summary>What differs between two models that should be the same.</summary>
public static class ModelComparison
{
    /// <summary>Compares a model with one that was trained again.</summary>
    /// <param name="model">The model.</param>
    /// <param name="again">The other one.</param>
    /// <returns>A sentence for each difference; none where all bits are the same.</returns>
    public static IReadOnlyList<string> Compare(ModelContent model, ModelContent again)
    {
        var (found, expected) = (model.Description, again.Description);
        if (found.Provenance.DataHash != expected.Provenance.DataHash)
        {
            return [$"The training and test rows are others: found the hash {expected.Provenance.DataHash}, the model says {found.Provenance.DataHash}."];
        }

        if (!found.Network.Layers.SequenceEqual(expected.Network.Layers))
        {
            return [$"The network is another one: the model has {Shape(found)}, its job and data give {Shape(expected)}."];
        }

        return [.. Encodings(found, expected), .. Enumerable.Range(0, found.Network.Layers.Count).SelectMany(l => Layer(model, again, l))];
    }

    private static IEnumerable<string> Encodings(ModelDescription found, ModelDescription expected)
    {
        if (WithoutOrigin(found) != WithoutOrigin(expected))
        {
            yield return "What the model says of its columns or targets is not what its data give.";
        }
    }

    private static IEnumerable<string> Layer(ModelContent model, ModelContent again, int layer)
    {
        var (count, largest) = Differences(model.Weights.All(layer), again.Weights.All(layer));
        if (count > 0)
        {
            yield return $"Layer {layer}: {count} of {model.Weights.All(layer).Length} parameters differ, by {largest:G3} at most.";
        }
    }

    private static (int Count, float Largest) Differences(ReadOnlySpan<float> found, ReadOnlySpan<float> expected)
    {
        var (count, largest) = (0, 0f);
        for (var i = 0; i < found.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(found[i]) != BitConverter.SingleToInt32Bits(expected[i]))
            {
                count++;
                largest = Math.Max(largest, Math.Abs(found[i] - expected[i]));
            }
        }

        return (count, largest);
    }

    private static string WithoutOrigin(ModelDescription description) =>
        DescriptionJson.Write(description with { Provenance = new Provenance { Job = "", Granary = "" } });

    private static IEnumerable<int> Dimensions(ModelDescription description) =>
        description.Network.Layers.Select(l => l.Outputs).Prepend(description.Network.Inputs);

    private static string Activations(ModelDescription description) => string.Join(", ", description.Network.Layers.Select(l => l.IsNormalized ? $"normalized {l.Activation}" : $"{l.Activation}"));

    private static string Shape(ModelDescription description) => $"{string.Join("-", Dimensions(description))} ({Activations(description)})";
}

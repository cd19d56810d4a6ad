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

        if (!Dimensions(found).SequenceEqual(Dimensions(expected)) || Activations(found) != Activations(expected))
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
        var weights = Differences(model.Weights.Weights(layer), again.Weights.Weights(layer));
        var biases = Differences(model.Weights.Biases(layer), again.Weights.Biases(layer));
        if (weights.Count + biases.Count > 0)
        {
            var all = model.Weights.Weights(layer).Length + model.Weights.Biases(layer).Length;
            yield return $"Layer {layer}: {weights.Count + biases.Count} of {all} weights and biases differ, by {Math.Max(weights.Largest, biases.Largest):G3} at most.";
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

    private static string Activations(ModelDescription description) => string.Join(", ", description.Network.Layers.Select(l => l.Activation));

    private static string Shape(ModelDescription description) => $"{string.Join("-", Dimensions(description))} ({Activations(description)})";
}

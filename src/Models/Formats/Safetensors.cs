using Granary.Models.Descriptions;
using Granary.Numerics.Networks;

namespace Granary.Models.Formats;

/// <summary>Models as safetensors files. A file is a function of its model, byte for byte.</summary>
public static class Safetensors
{
    /// <summary>The key of the description among a file's metadata.</summary>
    public const string DescriptionKey = "granary";

    /// <summary>The bytes of a model's file before its first tensor; the tensors of <see cref="ModelTensors"/> follow.</summary>
    public static byte[] HeaderOf(ModelDescription description) =>
        SafetensorsHeader.Create(ModelTensors.Of(description.Network), DescriptionKey, DescriptionJson.Write(description));

    /// <summary>Writes a model.</summary>
    public static void Write(Stream file, ModelContent model)
    {
        file.Write(HeaderOf(model.Description));
        foreach (var tensor in ModelTensors.Of(model.Description.Network))
        {
            file.Write(ModelTensors.BytesOf(model, tensor.Name));
        }
    }

    /// <summary>Reads a model.</summary>
    /// <param name="file">The file, at its start.</param>
    /// <exception cref="FormatException">It holds no model, or is damaged; the message says what is wrong.</exception>
    public static ModelContent Read(Stream file)
    {
        var header = SafetensorsHeader.Read(file);
        if (!header.Metadata.TryGetValue(DescriptionKey, out var json))
        {
            throw new FormatException("found weights only, expected a model that Granary has written: there is no description of its data");
        }

        var description = DescriptionJson.Read(json);
        CheckTensors(header.Tensors, ModelTensors.Of(description.Network));
        var model = new ModelContent(description, new NetworkWeights(description.Network));
        foreach (var tensor in header.Tensors)
        {
            file.ReadExactly(ModelTensors.BytesOf(model, tensor.Name));
        }

        WeightsCheck.Run(model);
        return model;
    }

    private static void CheckTensors(IReadOnlyList<TensorInfo> found, IReadOnlyList<TensorInfo> expected)
    {
        foreach (var tensor in expected)
        {
            var other = found.FirstOrDefault(t => t.Name == tensor.Name)
                ?? throw new FormatException($"found no tensor {tensor.Name}, which the network has");
            if (other.Type != tensor.Type || !other.Shape.SequenceEqual(tensor.Shape) || other.Begin != tensor.Begin || other.End != tensor.End)
            {
                throw new FormatException($"found the tensor {Describe(other)}, expected {Describe(tensor)}");
            }
        }

        if (found.Count > expected.Count)
        {
            throw new FormatException($"found the tensor {found.First(t => expected.All(e => e.Name != t.Name)).Name}, which the network has not");
        }
    }

    private static string Describe(TensorInfo tensor) =>
        $"{tensor.Name} of {tensor.Type} [{string.Join(", ", tensor.Shape)}] at {tensor.Begin} to {tensor.End}";
}

using Granary.Data.Encodings;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace Granary.Models.Onnx;

/// <summary>Encodes categories as <see cref="CategoryEncoding"/> does. The empty text stands where one is missing.</summary>
/// <remarks>
/// A category is found by its text alone: of numbers that are written in several ways only the one in the training data is known.
/// </remarks>
/// <param name="graph">Receives the nodes.</param>
internal sealed class CategoryNodes(GraphBuilder graph)
{
    /// <summary>Where the operators are that ONNX has for tables.</summary>
    public const string Domain = "ai.onnx.ml";

    /// <summary>Encodes a column.</summary>
    /// <param name="texts">The input.</param>
    /// <param name="column">How it is encoded.</param>
    /// <returns>The features.</returns>
    public string Encode(string texts, CategoryEncoding column)
    {
        var places = new Dictionary<string, long>();
        foreach (var text in column.Categories.Concat(column.Rare).Append(""))
        {
            if (column.PlaceOf(text) is >= 0 and var place)
            {
                places.TryAdd(text, place);
            }
        }

        var found = graph.Node(
            new NodeProto
            {
                OpType = "LabelEncoder",
                Domain = Domain,
                Attribute =
                {
                    Attributes.Of("keys_strings", places.Keys),
                    Attributes.Of("values_int64s", places.Values),
                    Attributes.Of("default_int64", -1),
                },
            },
            texts);
        var all = graph.List([.. Enumerable.Range(0, column.Features.Count).Select(f => (long)f)]);
        return graph.Cast(graph.Node("Equal", found, all), DataType.Float);
    }
}

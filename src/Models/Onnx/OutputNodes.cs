using Granary.Data.Targets;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace Granary.Models.Onnx;

/// <summary>The outputs of a graph: what the network's outputs stand for.</summary>
/// <param name="graph">Receives the outputs and the nodes.</param>
internal sealed class OutputNodes(GraphBuilder graph)
{
    /// <summary>The output of what is predicted.</summary>
    public const string Prediction = "prediction";

    /// <summary>The output of how sure that is, for classes and for yes and no.</summary>
    public const string Probabilities = "probabilities";

    // TargetNames.IsYes has it.
    private const float Half = 0.5f;

    /// <summary>Reads the outputs of the network.</summary>
    /// <param name="targets">What it was trained on.</param>
    /// <param name="outputs">Its outputs.</param>
    /// <param name="width">How many there are.</param>
    public void Read(TargetEncoding targets, string outputs, int width)
    {
        var names = targets.Names.Names;
        switch (targets)
        {
            case ValueTargets values:
                AddValues(values, outputs);
                break;
            case ClassTarget when width == 1:
                AddClasses(names, graph.Flatten(IsYes(outputs)), graph.Concat([graph.Node("Sub", graph.Row([1f]), outputs), outputs]));
                break;
            case ClassTarget:
                AddClasses(names, Largest(outputs), outputs);
                break;
            default:
                graph.Output(Prediction, IsYes(outputs), DataType.Int64, names.Count, "1 for yes, 0 for no, for each target.");
                graph.Output(Probabilities, outputs, DataType.Float, names.Count, "The probability of yes, for each target.");
                break;
        }
    }

    private void AddValues(ValueTargets targets, string outputs)
    {
        var values = new ScalingNodes(graph).Undo(outputs, targets.Scalings);
        var isOne = targets.Scalings.Count == 1;
        graph.Output(
            Prediction, isOne ? graph.Flatten(values) : values, DataType.Float, isOne ? null : targets.Scalings.Count, "In the units of the data.");
    }

    private void AddClasses(IReadOnlyList<string> names, string places, string probabilities)
    {
        var likeliest = graph.Node("Gather", graph.Constant(TensorProtos.Of(names)), places);
        graph.Output(Prediction, likeliest, DataType.String, null, "The likeliest class.");
        graph.Output(Probabilities, probabilities, DataType.Float, names.Count, "What the network says of each class.");
    }

    private string IsYes(string outputs) => graph.Cast(graph.Node("GreaterOrEqual", outputs, graph.Row([Half])), DataType.Int64);

    private string Largest(string outputs) => graph.Node(
        new NodeProto { OpType = "ArgMax", Attribute = { Attributes.Of("axis", 1), Attributes.Of("keepdims", 0) } }, outputs);
}

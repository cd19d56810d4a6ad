using Granary.Data.Scaling;
using DataType = Onnx.TensorProto.Types.DataType;

namespace Granary.Models.Onnx;

/// <summary>
/// Scales columns as <see cref="ColumnScaling"/> does: in float64 and by the same operations, so that the results are the same bits.
/// </summary>
/// <param name="graph">Receives the nodes.</param>
internal sealed class ScalingNodes(GraphBuilder graph)
{
    /// <summary>Scales numbers.</summary>
    /// <param name="numbers">The numbers, a column for each scaling.</param>
    /// <param name="type">Their type.</param>
    /// <param name="scalings">The scalings.</param>
    /// <returns>The scaled numbers, float32.</returns>
    public string Apply(string numbers, DataType type, IReadOnlyList<ColumnScaling> scalings) => Compute(numbers, type,
    [
        new Step("Sub", [.. scalings.Select(s => s.Offset)], 0),
        new Step("Mul", [.. scalings.Select(s => (double)s.Scaling.Factor)], 1),
        new Step("Div", [.. scalings.Select(s => s.Divisor)], 1),
    ]);

    /// <summary>Finds the numbers that were scaled.</summary>
    /// <param name="scaled">The scaled numbers, float32, a column for each scaling.</param>
    /// <param name="scalings">The scalings.</param>
    /// <returns>The numbers, float32.</returns>
    public string Undo(string scaled, IReadOnlyList<ColumnScaling> scalings) => Compute(scaled, DataType.Float,
    [
        new Step("Div", [.. scalings.Select(s => (double)s.Scaling.Factor)], 1),
        new Step("Mul", [.. scalings.Select(s => s.Divisor)], 1),
        new Step("Add", [.. scalings.Select(s => s.Offset)], 0),
    ]);

    // What a kind of scaling does not do is done with a number that changes nothing.
    private string Compute(string numbers, DataType type, IEnumerable<Step> steps)
    {
        Step[] needed = [.. steps.Where(s => !s.ChangesNothing)];
        if (needed.Length == 0)
        {
            return type == DataType.Float ? numbers : graph.Cast(numbers, DataType.Float);
        }

        var result = type == DataType.Double ? numbers : graph.Cast(numbers, DataType.Double);
        foreach (var step in needed)
        {
            result = graph.Node(step.Operation, result, graph.Row(step.Shortest));
        }

        return graph.Cast(result, DataType.Float);
    }

    private sealed record Step(string Operation, double[] Numbers, double Neutral)
    {
        public bool ChangesNothing => Array.TrueForAll(Numbers, n => n == Neutral);

        // One number is enough where it is the same for all columns.
        public double[] Shortest => Array.TrueForAll(Numbers, n => n == Numbers[0]) ? [Numbers[0]] : Numbers;
    }
}

using Granary.Formulas.Activations;
using Onnx;

namespace Granary.Models.Onnx;

/// <summary>Activations, of operators that each runtime has. Those that came later than the others are put together.</summary>
/// <param name="graph">Receives the nodes.</param>
internal sealed class ActivationNodes(GraphBuilder graph)
{
    private const float Leak = 0.01f;
    private const float Cubic = 0.044715f;

    private static readonly float Slope = (float)(2 * Math.Sqrt(2 / Math.PI));

    /// <summary>Applies an activation.</summary>
    /// <param name="activation">Which one.</param>
    /// <param name="z">What it is applied to.</param>
    public string Apply(Activation activation, string z) => activation switch
    {
        Activation.Identity => z,
        Activation.Relu => graph.Node("Relu", z),
        Activation.LeakyRelu => graph.Node(new NodeProto { OpType = "LeakyRelu", Attribute = { Attributes.Of("alpha", Leak) } }, z),
        Activation.Sigmoid => graph.Node("Sigmoid", z),
        Activation.Tanh => graph.Node("Tanh", z),
        Activation.Softmax => graph.Node(new NodeProto { OpType = "Softmax", Attribute = { Attributes.Of("axis", 1) } }, z),
        Activation.Gelu => Gelu(z),
        Activation.Silu => graph.Node("Mul", z, graph.Node("Sigmoid", z)),
        Activation.Elu => graph.Node("Elu", z),
        Activation.Softplus => graph.Node("Softplus", z),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "The activation has no form in ONNX."),
    };

    // z sigmoid(v) with v = z (slope + slope cubic z^2).
    private string Gelu(string z)
    {
        var square = graph.Node("Mul", z, z);
        var inner = graph.Node("Add", graph.Node("Mul", square, graph.Row([Slope * Cubic])), graph.Row([Slope]));
        return graph.Node("Mul", z, graph.Node("Sigmoid", graph.Node("Mul", z, inner)));
    }
}

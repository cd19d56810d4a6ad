using Granary.Models.Descriptions;
using Granary.Models.Formats;
using Granary.Numerics.Layers;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace Granary.Models.Onnx;

/// <summary>The network: its weights under the names of <see cref="ModelTensors"/>, and what is computed with them.</summary>
/// <param name="graph">Receives the nodes.</param>
internal sealed class NetworkNodes(GraphBuilder graph)
{
    /// <summary>Computes the outputs.</summary>
    /// <param name="model">The model.</param>
    /// <param name="features">Its features.</param>
    public string Compute(ModelContent model, string features)
    {
        foreach (var tensor in ModelTensors.Of(model.Description.Network))
        {
            graph.Constant(tensor.Name, TensorProtos.Of<float>(DataType.Float, ModelTensors.NumbersOf(model, tensor.Name), tensor.Shape));
        }

        var activations = new ActivationNodes(graph);
        var rows = features;
        var layers = model.Description.Network.Layers;
        for (var l = 0; l < layers.Count; l++)
        {
            var product = new NodeProto { OpType = "Gemm", Attribute = { Attributes.Of("transB", 1) } };
            rows = graph.Node(product, rows, ModelTensors.NameOf(l, LayerTensor.Weights), ModelTensors.NameOf(l, LayerTensor.Biases));
            rows = activations.Apply(layers[l].Activation, layers[l].IsNormalized ? Normalize(l, rows) : rows);
        }

        return rows;
    }

    // The operator's own epsilon is 1e-5, as ours.
    private string Normalize(int layer, string rows) =>
        graph.Node("LayerNormalization", rows, ModelTensors.NameOf(layer, LayerTensor.Gains), ModelTensors.NameOf(layer, LayerTensor.Shifts));
}

using Granary.Formulas.Activations;
using Granary.Formulas.Normalizations;
using Granary.Numerics.Layers;
using MathNet.Numerics.LinearAlgebra;

namespace Granary.Numerics.Networks;

/// <summary>A network with its weights, as matrices: what people look at and predict with.</summary>
public sealed class Network
{
    private readonly Matrix<float>[] _weights;
    private readonly Vector<float>[] _biases;

    // For each layer, empty where it is not normalized.
    private readonly float[][] _gains;
    private readonly float[][] _shifts;

    private Network(NetworkWeights network)
    {
        // MathNet keeps a matrix column by column, and a column of W is what leads to one neuron: the weights' own order.
        var layers = network.Shape.Layers;
        Shape = network.Shape;
        _weights = [.. layers.Select((layer, l) => Matrix<float>.Build.Dense(layer.Inputs, layer.Outputs, network.Weights(l).ToArray()))];
        _biases = [.. layers.Select((_, l) => Vector<float>.Build.Dense(network.Biases(l).ToArray()))];
        _gains = [.. layers.Select((layer, l) => layer.IsNormalized ? network.Of(l, LayerTensor.Gains).ToArray() : [])];
        _shifts = [.. layers.Select((layer, l) => layer.IsNormalized ? network.Of(l, LayerTensor.Shifts).ToArray() : [])];
    }

    /// <summary>Dimensions and activations.</summary>
    public NetworkShape Shape { get; }

    /// <summary>For each layer <c>W</c>, inputs x outputs.</summary>
    public IReadOnlyList<Matrix<float>> Weights => _weights;

    /// <summary>For each layer <c>b</c>, as long as its outputs.</summary>
    public IReadOnlyList<Vector<float>> Biases => _biases;

    /// <summary>Copies the weights of a network into matrices.</summary>
    /// <param name="network">The weights.</param>
    public static Network Of(NetworkWeights network) => new(network);

    /// <summary>Feeds rows through the network, as the article does it: <c>y = f(x W + b)</c> from layer to layer.</summary>
    /// <remarks>
    /// The products are MathNet's, so the last bits may differ from those of training.
    /// </remarks>
    /// <param name="rows">Rows x inputs.</param>
    /// <returns>Rows x outputs.</returns>
    public Matrix<float> Predict(Matrix<float> rows)
    {
        var values = rows;
        for (var l = 0; l < _weights.Length; l++)
        {
            var z = (values * _weights[l]).ToRowArrays();
            foreach (var row in z)
            {
                for (var n = 0; n < row.Length; n++)
                {
                    row[n] += _biases[l][n];
                }

                Normalize(l, row);
                ActivationFunction.Apply(Shape.Layers[l].Activation, row);
            }

            values = Matrix<float>.Build.DenseOfRowArrays(z);
        }

        return values;
    }

    private unsafe void Normalize(int layer, float[] row)
    {
        if (Shape.Layers[layer].IsNormalized)
        {
            fixed (float* values = row, gains = _gains[layer], shifts = _shifts[layer])
            {
                NormalizedRow.Normalize(values, row.Length);
                NormalizedRow.Stretch(values, gains, shifts, values, row.Length);
            }
        }
    }
}

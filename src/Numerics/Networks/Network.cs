using Granary.Formulas.Activations;
using Granary.Numerics.Layers;
using MathNet.Numerics.LinearAlgebra;

namespace Granary.Numerics.Networks;

/// <summary>A network with its weights, as matrices: what people look at and predict with.</summary>
public sealed class Network
{
    private readonly Matrix<float>[] _weights;
    private readonly Vector<float>[] _biases;

    private Network(NetworkShape shape, Matrix<float>[] weights, Vector<float>[] biases)
    {
        Shape = shape;
        _weights = weights;
        _biases = biases;
    }

    /// <summary>Dimensions and activations.</summary>
    public NetworkShape Shape { get; }

    /// <summary>For each layer <c>W</c>, inputs x outputs.</summary>
    public IReadOnlyList<Matrix<float>> Weights => _weights;

    /// <summary>For each layer <c>b</c>, as long as its outputs.</summary>
    public IReadOnlyList<Vector<float>> Biases => _biases;

    /// <summary>Copies the weights of a network out of its slices.</summary>
    /// <param name="shape">The network.</param>
    /// <param name="layers">For each layer its slices, in order.</param>
    public static unsafe Network FromSlices(NetworkShape shape, IReadOnlyList<Slice[]> layers)
    {
        var weights = new Matrix<float>[layers.Count];
        var biases = new Vector<float>[layers.Count];
        for (var l = 0; l < layers.Count; l++)
        {
            // MathNet keeps a matrix column by column, and a column of W is what leads to one neuron: the slices' own order.
            var columns = new List<float>();
            var tail = new List<float>();
            foreach (var slice in layers[l])
            {
                columns.AddRange(new ReadOnlySpan<float>(slice.Weights, slice.Neurons * slice.Inputs));
                tail.AddRange(new ReadOnlySpan<float>(slice.Biases, slice.Neurons));
            }

            var layer = shape.Layers[l];
            weights[l] = Matrix<float>.Build.Dense(layer.Inputs, layer.Outputs, [.. columns]);
            biases[l] = Vector<float>.Build.Dense([.. tail]);
        }

        return new Network(shape, weights, biases);
    }

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

                ActivationFunction.Apply(Shape.Layers[l].Activation, row);
            }

            values = Matrix<float>.Build.DenseOfRowArrays(z);
        }

        return values;
    }
}

using Granary.Formulas.Activations;
using Granary.Numerics.Layers;

namespace Granary.Numerics.Networks;

/// <summary>A multi-layer perceptron as <c>(dimensions, activations)</c>: its layers, in order, without any weights.</summary>
public sealed class NetworkShape
{
    private readonly LayerShape[] _layers;

    /// <summary>Makes the shape of a network.</summary>
    /// <param name="dimensions">Row lengths from the input to the output, at least two, each at least 1.</param>
    /// <param name="activations">One for each layer, so one fewer than <paramref name="dimensions"/>.</param>
    /// <param name="normalized">Whether each hidden layer is normalized, one for each; null where none is.</param>
    /// <exception cref="ArgumentException">The counts do not fit or a dimension is below 1.</exception>
    public NetworkShape(IReadOnlyList<int> dimensions, IReadOnlyList<Activation> activations, IReadOnlyList<bool>? normalized = null)
    {
        if (dimensions.Count < 2 || activations.Count != dimensions.Count - 1)
        {
            throw new ArgumentException(
                $"A network needs at least 2 dimensions and one activation fewer: found {dimensions.Count} and {activations.Count}.");
        }

        if (normalized is not null && normalized.Count != activations.Count - 1)
        {
            throw new ArgumentException($"{activations.Count - 1} hidden layers were expected to be normalized or not: found {normalized.Count}.");
        }

        if (dimensions.Any(d => d < 1))
        {
            throw new ArgumentException($"Every dimension is at least 1: found [{string.Join(", ", dimensions)}].");
        }

        _layers = new LayerShape[activations.Count];
        for (var l = 0; l < _layers.Length; l++)
        {
            _layers[l] = new LayerShape(dimensions[l], dimensions[l + 1], activations[l], l < _layers.Length - 1 && normalized is not null && normalized[l]);
        }
    }

    /// <summary>The layers, from the input's to the output's.</summary>
    public IReadOnlyList<LayerShape> Layers => _layers;

    /// <summary>Length of an input row.</summary>
    public int Inputs => _layers[0].Inputs;

    /// <summary>Length of an output row.</summary>
    public int Outputs => _layers[^1].Outputs;

    /// <summary>Parameters of all layers.</summary>
    public long Parameters => _layers.Sum(l => l.Parameters);
}

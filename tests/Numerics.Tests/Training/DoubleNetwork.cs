using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Numerics.Networks;
using Granary.Numerics.Tests.Activations;

namespace Granary.Numerics.Tests.Training;

/// <summary>Feed-forward and loss in float64, straight from their definitions.</summary>
internal static class DoubleNetwork
{
    /// <summary>The outputs of a row.</summary>
    /// <param name="network">The network.</param>
    /// <param name="parameters">For each layer its weights, neuron by neuron, then its biases, gains and shifts.</param>
    /// <param name="row">The row.</param>
    /// <param name="nearestKink">Lowered to the smallest |z| that enters a relu or leakyRelu.</param>
    public static double[] Outputs(NetworkShape network, double[][] parameters, double[] row, ref double nearestKink)
    {
        var values = row;
        for (var l = 0; l < parameters.Length; l++)
        {
            var (layer, p) = (network.Layers[l], parameters[l]);
            var z = new double[layer.Outputs];
            for (var n = 0; n < z.Length; n++)
            {
                z[n] = p[(layer.Inputs * layer.Outputs) + n];
                for (var k = 0; k < values.Length; k++)
                {
                    z[n] += values[k] * p[(n * layer.Inputs) + k];
                }
            }

            if (layer.IsNormalized)
            {
                Normalize(z, p.AsSpan()[^(2 * z.Length)..]);
            }

            if (layer.Activation is Activation.Relu or Activation.LeakyRelu)
            {
                nearestKink = Math.Min(nearestKink, z.Min(Math.Abs));
            }

            values = Reference.Values(layer.Activation, z);
        }

        return values;
    }

    // Gains, then shifts.
    private static void Normalize(double[] z, ReadOnlySpan<double> stretch)
    {
        var mean = z.Average();
        var variance = z.Average(v => (v - mean) * (v - mean));
        for (var n = 0; n < z.Length; n++)
        {
            z[n] = (stretch[n] * (z[n] - mean) / Math.Sqrt(variance + 1e-5)) + stretch[z.Length + n];
        }
    }

    /// <summary>The loss of a row.</summary>
    public static double Loss(Loss loss, Activation output, double[] y, double[] target) => (loss, output) switch
    {
        (Formulas.Losses.Loss.Mse, _) => y.Zip(target, (a, t) => 0.5 * (a - t) * (a - t)).Sum(),
        (Formulas.Losses.Loss.Mae, _) => y.Zip(target, (a, t) => Math.Abs(a - t)).Sum(),
        (Formulas.Losses.Loss.Huber, _) => y.Zip(target, (a, t) => Math.Abs(a - t)).Sum(d => d <= 1 ? d * d / 2 : d - 0.5),
        (_, Activation.Softmax) => y.Zip(target, (a, t) => -t * Math.Log(a)).Sum(),
        _ => y.Zip(target, (a, t) => -((t * Math.Log(a)) + ((1 - t) * Math.Log(1 - a)))).Sum(),
    };
}

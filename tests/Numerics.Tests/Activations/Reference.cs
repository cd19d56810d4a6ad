using Granary.Formulas.Activations;

namespace Granary.Numerics.Tests.Activations;

/// <summary>The activations in float64, straight from their definitions.</summary>
internal static class Reference
{
    public static double Value(Activation activation, double z) => activation switch
    {
        Activation.Relu => Math.Max(z, 0),
        Activation.LeakyRelu => z > 0 ? z : 0.01 * z,
        Activation.Sigmoid => 1 / (1 + Math.Exp(-z)),
        Activation.Tanh => Math.Tanh(z),
        Activation.Identity => z,
        Activation.Gelu => z / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (z + (0.044715 * z * z * z)))),
        Activation.Silu => z / (1 + Math.Exp(-z)),
        Activation.Elu => z > 0 ? z : Math.Exp(z) - 1,
        Activation.Softplus => Math.Max(z, 0) + Math.Log(1 + Math.Exp(-Math.Abs(z))),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "It does not work element by element."),
    };

    public static double[] Values(Activation activation, double[] z) =>
        activation == Activation.Softmax ? Softmax(z) : [.. z.Select(x => Value(activation, x))];

    public static double[] Softmax(double[] z)
    {
        var exp = z.Select(x => Math.Exp(x - z.Max())).ToArray();
        return [.. exp.Select(e => e / exp.Sum())];
    }
}

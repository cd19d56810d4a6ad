namespace Granary.Numerics.Activations;

/// <summary>The function a layer applies to <c>z = x W + b</c>.</summary>
public enum Activation
{
    /// <summary><c>f(z) = z</c>.</summary>
    Identity,

    /// <summary><c>f(z) = 0</c> for <c>z &lt; 0</c>, otherwise <c>z</c>; the derivative at 0 is taken as 0.</summary>
    Relu,

    /// <summary><c>f(z) = z</c> for <c>z &gt; 0</c>, otherwise <c>0.01 z</c>; the derivative at 0 is taken as 0.01.</summary>
    LeakyRelu,

    /// <summary><c>f(z) = 1 / (1 + exp(-z))</c>.</summary>
    Sigmoid,

    /// <summary><c>f(z) = tanh(z)</c>.</summary>
    Tanh,

    /// <summary><c>f(z)_j = exp(z_j) / sum_i exp(z_i)</c>, over the outputs of one row.</summary>
    Softmax,
}

using Granary.Formulas.Registration;

namespace Granary.Formulas.Activations;

/// <summary>The function a layer applies to <c>z = x W + b</c>.</summary>
/// <remarks>
/// A job file has these names with a small first letter, and messages and records have their numbers: what is added comes last.
/// </remarks>
public enum Activation
{
    /// <summary><c>f(z) = z</c>.</summary>
    [ImplementedBy<Elementwise<Identity>>]
    Identity,

    /// <summary><c>f(z) = 0</c> for <c>z &lt; 0</c>, otherwise <c>z</c>; the derivative at 0 is taken as 0.</summary>
    [ImplementedBy<Elementwise<Relu>>]
    Relu,

    /// <summary><c>f(z) = z</c> for <c>z &gt; 0</c>, otherwise <c>0.01 z</c>; the derivative at 0 is taken as 0.01.</summary>
    [ImplementedBy<Elementwise<LeakyRelu>>]
    LeakyRelu,

    /// <summary><c>f(z) = 1 / (1 + exp(-z))</c>.</summary>
    [ImplementedBy<Elementwise<Logistic>>]
    Sigmoid,

    /// <summary><c>f(z) = tanh(z)</c>.</summary>
    [ImplementedBy<Elementwise<HyperbolicTangent>>]
    Tanh,

    /// <summary><c>f(z)_j = exp(z_j) / sum_i exp(z_i)</c>, over the outputs of one row.</summary>
    [ImplementedBy<SoftmaxRow>]
    Softmax,

    /// <summary>GELU in its tanh form, <c>f(z) = z/2 (1 + tanh(sqrt(2 / pi) (z + 0.044715 z^3)))</c>.</summary>
    [ImplementedBy<Elementwise<Gelu>>]
    Gelu,

    /// <summary>SiLU or swish, <c>f(z) = z / (1 + exp(-z))</c>.</summary>
    [ImplementedBy<Elementwise<Silu>>]
    Silu,

    /// <summary>ELU, <c>f(z) = z</c> for <c>z &gt; 0</c>, otherwise <c>exp(z) - 1</c>.</summary>
    [ImplementedBy<Elementwise<Elu>>]
    Elu,

    /// <summary><c>f(z) = log(1 + exp(z))</c>.</summary>
    [ImplementedBy<Elementwise<Softplus>>]
    Softplus,
}

namespace Granary.Numerics.Initializers;

/// <summary>How the first weights are drawn; biases start at 0.</summary>
public enum Initializer
{
    /// <summary>The article's: <c>N(0, 1) / sqrt(inputs)</c>.</summary>
    Xavier,

    /// <summary>Uniform in <c>+-sqrt(6 / (inputs + outputs))</c> (Glorot and Bengio, 2010).</summary>
    Glorot,

    /// <summary><c>N(0, 1) sqrt(2 / inputs)</c> (He et al., 2015).</summary>
    He,
}

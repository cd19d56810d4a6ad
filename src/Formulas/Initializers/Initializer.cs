using Granary.Formulas.Registration;

namespace Granary.Formulas.Initializers;

/// <summary>How the first weights are drawn; biases start at 0.</summary>
/// <remarks>
/// A job file has these names with a small first letter, and messages and records have their numbers: what is added comes last.
/// </remarks>
public enum Initializer
{
    /// <summary>The article's: <c>N(0, 1) / sqrt(inputs)</c>.</summary>
    [ImplementedBy<Xavier>]
    Xavier,

    /// <summary>Uniform in <c>+-sqrt(6 / (inputs + outputs))</c> (Glorot and Bengio, 2010).</summary>
    [ImplementedBy<Glorot>]
    Glorot,

    /// <summary><c>N(0, 1) sqrt(2 / inputs)</c> (He et al., 2015).</summary>
    [ImplementedBy<He>]
    He,
}

namespace Granary.Formulas.Randomness;

/// <summary>What random numbers are for: numbers for different purposes are independent. The values are fixed for ever.</summary>
public enum RandomPurpose
{
    /// <summary>The first weights; the stream is the layer.</summary>
    InitialWeights = 1,

    /// <summary>The order of rows; the stream is the epoch.</summary>
    Shuffle = 2,

    /// <summary>Which rows are held out for the test.</summary>
    HeldOutRows = 3,

    /// <summary>Which neurons are dropped out; the stream is the layer.</summary>
    Dropout = 4,

    /// <summary>Which rows are kept for the validation.</summary>
    ValidationRows = 5,
}

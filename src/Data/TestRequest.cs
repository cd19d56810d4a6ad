using Granary.Data.Sources;

namespace Granary.Data;

/// <summary>Where the test rows come from: <see cref="HeldOutRows"/> or a <see cref="TestSource"/>.</summary>
public abstract record TestRequest
{
    private protected TestRequest()
    {
    }
}

/// <summary>Test rows are drawn from the training source by the seed and taken out of it.</summary>
/// <param name="Fraction">The share of the rows held out, above 0 and below 1.</param>
/// <exception cref="ArgumentOutOfRangeException">The fraction is out of its range.</exception>
public sealed record HeldOutRows(double Fraction) : TestRequest
{
    /// <summary>The share of the rows held out, above 0 and below 1.</summary>
    public double Fraction { get; } = Fraction is > 0 and < 1
        ? Fraction
        : throw new ArgumentOutOfRangeException(
            nameof(Fraction), Fraction, "The fraction of rows held out is above 0 and below 1.");
}

/// <summary>Test rows come from a source of their own, with the columns and classes of the training source.</summary>
/// <param name="Source">That source.</param>
public sealed record TestSource(DataSource Source) : TestRequest;

using Granary.Data.Sources;

namespace Granary.Data.Splits;

/// <summary>Where rows come from that are not trained on: <see cref="HeldOutRows"/> or an <see cref="OtherSource"/>.</summary>
public abstract record OtherRows
{
    private protected OtherRows()
    {
    }
}

/// <summary>They are taken out of the training source.</summary>
/// <param name="Fraction">The share of the rows held out, above 0 and below 1.</param>
/// <exception cref="ArgumentOutOfRangeException">The fraction is out of its range.</exception>
public sealed record HeldOutRows(double Fraction) : OtherRows
{
    /// <summary>The share of the rows held out, above 0 and below 1.</summary>
    public double Fraction { get; } = Fraction is > 0 and < 1
        ? Fraction
        : throw new ArgumentOutOfRangeException(
            nameof(Fraction), Fraction, "The fraction of rows held out is above 0 and below 1.");

    /// <summary>How they are chosen; null by class where there are classes, else by row.</summary>
    public HeldOutBy? By { get; init; } = HeldOutBy.Row;

    /// <summary>The CSV column of the groups or times; null where none is needed.</summary>
    public string? Column { get; init; }
}

/// <summary>They come from a source of their own, with the columns and classes of the training source.</summary>
/// <param name="Source">That source.</param>
public sealed record OtherSource(DataSource Source) : OtherRows;

namespace Granary.Data.Scaling;

/// <summary>A <see cref="FeatureScaling"/> with what was measured for it on the training rows.</summary>
/// <remarks>
/// Everything is measured and applied in float64 by plain loops, row after row, with no operation but the basic ones and the
/// square root: the scaled features are the same bits on every machine.
/// </remarks>
public sealed class FittedScaling
{
    private readonly FeatureScaling _scaling;
    private readonly double[] _offsets;
    private readonly double[] _divisors;

    private FittedScaling(FeatureScaling scaling, double[] offsets, double[] divisors)
    {
        _scaling = scaling;
        _offsets = offsets;
        _divisors = divisors;
    }

    /// <summary>The way to scale.</summary>
    public FeatureScalingKind Kind => _scaling.Kind;

    /// <summary>For <see cref="FeatureScalingKind.Factor"/> the factor.</summary>
    public float Factor => _scaling.Factor;

    /// <summary>
    /// For each column what is subtracted: the mean (standardize) or the smallest value (minmax); empty for the other kinds.
    /// </summary>
    public IReadOnlyList<double> Offsets => _offsets;

    /// <summary>
    /// For each column what the difference is divided by: the standard deviation over all rows (standardize) or the range
    /// (minmax), 1 for a constant column; empty for the other kinds.
    /// </summary>
    public IReadOnlyList<double> Divisors => _divisors;

    /// <summary>Measures what a scaling needs.</summary>
    /// <param name="scaling">The way to scale.</param>
    /// <param name="features">The training rows, row-major, rows x <paramref name="columns"/>, at least one row.</param>
    /// <param name="columns">Length of a row, at least 1.</param>
    public static FittedScaling Fit(FeatureScaling scaling, ReadOnlySpan<float> features, int columns)
    {
        if (scaling.Kind is FeatureScalingKind.None or FeatureScalingKind.Factor)
        {
            return new FittedScaling(scaling, [], []);
        }

        var (smallest, largest) = Range(features, columns);
        var offsets = scaling.Kind == FeatureScalingKind.MinMax ? smallest : Mean(features, columns);
        var divisors = scaling.Kind == FeatureScalingKind.MinMax ? Difference(largest, smallest) : Deviation(features, offsets);
        for (var c = 0; c < columns; c++)
        {
            if (smallest[c] == largest[c])
            {
                // The rounded mean of equal numbers need not be that number, and a tiny deviation would blow up the error.
                offsets[c] = smallest[c];
                divisors[c] = 1;
            }
        }

        return new FittedScaling(scaling, offsets, divisors);
    }

    /// <summary>Scales a row in place.</summary>
    /// <param name="row">The features of one row.</param>
    /// <returns>The first column whose scaled value is beyond the range of float32, or -1.</returns>
    public int Apply(Span<float> row)
    {
        if (Kind == FeatureScalingKind.Factor)
        {
            foreach (ref var feature in row)
            {
                feature *= Factor;
            }
        }
        else if (Kind != FeatureScalingKind.None)
        {
            for (var c = 0; c < row.Length; c++)
            {
                row[c] = (float)((row[c] - _offsets[c]) / _divisors[c]);
            }
        }

        for (var c = 0; c < row.Length; c++)
        {
            if (!float.IsFinite(row[c]))
            {
                return c;
            }
        }

        return -1;
    }

    private static (double[] Smallest, double[] Largest) Range(ReadOnlySpan<float> features, int columns)
    {
        var smallest = new double[columns];
        var largest = new double[columns];
        Array.Fill(smallest, double.PositiveInfinity);
        Array.Fill(largest, double.NegativeInfinity);
        for (var first = 0; first < features.Length; first += columns)
        {
            var row = features.Slice(first, columns);
            for (var c = 0; c < columns; c++)
            {
                smallest[c] = Math.Min(smallest[c], row[c]);
                largest[c] = Math.Max(largest[c], row[c]);
            }
        }

        return (smallest, largest);
    }

    private static double[] Mean(ReadOnlySpan<float> features, int columns)
    {
        var sums = new double[columns];
        for (var first = 0; first < features.Length; first += columns)
        {
            var row = features.Slice(first, columns);
            for (var c = 0; c < columns; c++)
            {
                sums[c] += row[c];
            }
        }

        var rows = features.Length / columns;
        return [.. sums.Select(sum => sum / rows)];
    }

    private static double[] Deviation(ReadOnlySpan<float> features, double[] means)
    {
        var columns = means.Length;
        var sums = new double[columns];
        for (var first = 0; first < features.Length; first += columns)
        {
            var row = features.Slice(first, columns);
            for (var c = 0; c < columns; c++)
            {
                var difference = row[c] - means[c];
                sums[c] += difference * difference;
            }
        }

        var rows = features.Length / columns;
        return [.. sums.Select(sum => Math.Sqrt(sum / rows))];
    }

    private static double[] Difference(double[] left, double[] right) => [.. left.Zip(right, (l, r) => l - r)];
}

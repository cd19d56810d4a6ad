namespace Granary.Data.Scaling;

/// <summary>How the numbers of one column are scaled, with what was measured for it on the training rows.</summary>
/// <remarks>
/// Everything is measured and applied in float64 by plain loops, row after row, with no operation but the basic ones and the
/// square root: the scaled numbers are the same bits on every machine.
/// </remarks>
/// <param name="Scaling">The way to scale.</param>
/// <param name="Offset">What is subtracted: the mean (standardize) or the smallest number (minmax); 0 for the other kinds.</param>
/// <param name="Divisor">
/// What the difference is divided by: the standard deviation over all rows (standardize) or the range (minmax), 1 where all numbers are
/// the same; 1 for the other kinds.
/// </param>
public sealed record ColumnScaling(FeatureScaling Scaling, double Offset, double Divisor)
{
    /// <summary>Measures what a scaling needs.</summary>
    /// <param name="scaling">The way to scale.</param>
    /// <param name="numbers">The numbers of the training rows, at least one.</param>
    public static ColumnScaling Fit(FeatureScaling scaling, ReadOnlySpan<double> numbers)
    {
        if (!scaling.IsMeasured)
        {
            return new ColumnScaling(scaling, 0, 1);
        }

        var (smallest, largest) = Range(numbers);
        if (smallest == largest)
        {
            // The rounded mean of equal numbers need not be that number, and a tiny deviation would blow up the error.
            return new ColumnScaling(scaling, smallest, 1);
        }

        if (scaling.Kind == FeatureScalingKind.MinMax)
        {
            return new ColumnScaling(scaling, smallest, largest - smallest);
        }

        var mean = Mean(numbers);
        return new ColumnScaling(scaling, mean, Deviation(numbers, mean));
    }

    /// <summary>Scales a number.</summary>
    public float Apply(double number) => Scaling.Kind switch
    {
        FeatureScalingKind.None => (float)number,
        FeatureScalingKind.Factor => (float)(number * Scaling.Factor),
        _ => (float)((number - Offset) / Divisor),
    };

    /// <summary>Scales numbers.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <param name="scaled">Receives them, the first one first.</param>
    /// <param name="stride">How far the next one is.</param>
    internal void Apply(ReadOnlySpan<double> numbers, Span<float> scaled, int stride)
    {
        if (!Scaling.IsMeasured)
        {
            for (var n = 0; n < numbers.Length; n++)
            {
                scaled[n * stride] = Apply(numbers[n]);
            }

            return;
        }

        var (offset, divisor) = (Offset, Divisor);
        for (var n = 0; n < numbers.Length; n++)
        {
            scaled[n * stride] = (float)((numbers[n] - offset) / divisor);
        }
    }

    /// <summary>The number that was scaled.</summary>
    /// <param name="scaled">What <see cref="Apply(double)"/> gave, or what a network answers in its place.</param>
    public double Undo(double scaled) => Scaling.Kind switch
    {
        FeatureScalingKind.None => scaled,
        FeatureScalingKind.Factor => scaled / Scaling.Factor,
        _ => (scaled * Divisor) + Offset,
    };

    /// <summary>The mean of numbers, summed one after the other.</summary>
    public static double Mean(ReadOnlySpan<double> numbers)
    {
        var sum = 0.0;
        foreach (var number in numbers)
        {
            sum += number;
        }

        return sum / numbers.Length;
    }

    private static (double Smallest, double Largest) Range(ReadOnlySpan<double> numbers)
    {
        var (smallest, largest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var number in numbers)
        {
            smallest = Math.Min(smallest, number);
            largest = Math.Max(largest, number);
        }

        return (smallest, largest);
    }

    private static double Deviation(ReadOnlySpan<double> numbers, double mean)
    {
        var sum = 0.0;
        foreach (var number in numbers)
        {
            var difference = number - mean;
            sum += difference * difference;
        }

        return Math.Sqrt(sum / numbers.Length);
    }
}

using Granary.Data.Columns;
using Granary.Data.Scaling;
using MathNet.Numerics.Statistics;

namespace Granary.Data.Encodings;

/// <summary>What stands in for missing numbers of a column.</summary>
/// <param name="Value">The number that does.</param>
/// <param name="HasFeature">Whether a feature says where: where numbers of the training rows are missing.</param>
public sealed record Imputation(double Value, bool HasFeature)
{
    /// <summary>Finds it, and fills in what is missing.</summary>
    /// <param name="policy">Which number it is.</param>
    /// <param name="numbers">The numbers of the training rows; NaN where one is missing. Those become <see cref="Value"/>.</param>
    public static Imputation Fit(MissingPolicy policy, Span<double> numbers)
    {
        var present = new double[numbers.Length];
        var count = 0;
        foreach (var number in numbers)
        {
            if (!double.IsNaN(number))
            {
                present[count++] = number;
            }
        }

        Array.Resize(ref present, count);
        var value = count switch
        {
            0 => 0,
            _ when policy == MissingPolicy.Mean => ColumnScaling.Mean(present),
            _ => ArrayStatistics.MedianInplace(present),
        };
        foreach (ref var number in numbers)
        {
            number = double.IsNaN(number) ? value : number;
        }

        return new Imputation(value, count < numbers.Length);
    }
}

using System.Buffers;
using Granary.Data.Columns;
using Granary.Data.Scaling;

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
        var all = ArrayPool<double>.Shared.Rent(numbers.Length);
        var count = 0;
        foreach (var number in numbers)
        {
            if (!double.IsNaN(number))
            {
                all[count++] = number;
            }
        }

        var present = all.AsSpan(0, count);
        var value = count switch
        {
            0 => 0,
            _ when policy == MissingPolicy.Mean => ColumnScaling.Mean(present),
            _ => Median.Of(present),
        };
        ArrayPool<double>.Shared.Return(all);
        foreach (ref var number in numbers)
        {
            number = double.IsNaN(number) ? value : number;
        }

        return new Imputation(value, count < numbers.Length);
    }
}

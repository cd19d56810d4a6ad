using System.Buffers;
using Granary.Data.Columns;
using Granary.Data.Faults;
using Granary.Data.Scaling;
using Granary.Data.Tables;
using Granary.Data.Values;

namespace Granary.Data.Encodings;

/// <summary>Numbers, and yes or no as 1 and 0: missing ones are filled in, then all are scaled. A second feature may say what was missing.</summary>
public sealed class NumberEncoding : ColumnEncoding
{
    /// <summary>Makes an encoding of what was measured.</summary>
    /// <param name="plan">How the column is read.</param>
    /// <param name="imputation">What stands in for missing numbers.</param>
    /// <param name="scaling">How they are scaled.</param>
    public NumberEncoding(ColumnPlan plan, Imputation imputation, ColumnScaling scaling)
        : base(plan)
    {
        Imputation = imputation;
        Scaling = scaling;
        Features = imputation.HasFeature ? [plan.Name, MissingName(plan.Name)] : [plan.Name];
    }

    /// <summary>What stands in for missing numbers.</summary>
    public Imputation Imputation { get; }

    /// <summary>How they are scaled.</summary>
    public ColumnScaling Scaling { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Features { get; }

    /// <summary>The name of the feature that says where a column's values are missing.</summary>
    internal static string MissingName(string column) => $"{column} missing";

    /// <summary>Encodes a number.</summary>
    /// <param name="number">The number, 1 and 0 for yes and no; NaN where it is missing.</param>
    /// <param name="features">Receives the features, as many as <see cref="Features"/>.</param>
    public void Encode(double number, Span<float> features)
    {
        var isMissing = double.IsNaN(number);
        features[0] = Scaling.Apply(isMissing ? Imputation.Value : number);
        if (Imputation.HasFeature)
        {
            features[1] = isMissing ? 1 : 0;
        }
    }

    internal static NumberEncoding Fit(ColumnPlan plan, ColumnNumbers column, int[] rows)
    {
        var all = ArrayPool<double>.Shared.Rent(rows.Length);
        var numbers = all.AsSpan(0, rows.Length);
        column.CopyTo(numbers, rows);
        var imputation = Imputation.Fit(plan.Options.Missing, numbers);
        var scaling = ColumnScaling.Fit(plan.Scaling, numbers);
        ArrayPool<double>.Shared.Return(all);
        return new NumberEncoding(plan, imputation, scaling);
    }

    /// <inheritdoc/>
    internal override IColumnEncoder Bind(TableColumn column, NumberForm numbers, FaultList faults) =>
        new Encoder(this, ColumnNumbers.Of(Plan, column, numbers, faults));

    private sealed class Encoder(NumberEncoding encoding, ColumnNumbers column) : IColumnEncoder
    {
        public int UnseenIn(ReadOnlySpan<int> rows) => 0;

        public void Encode(ReadOnlySpan<int> rows, Span<float> features, int stride)
        {
            Span<double> numbers = stackalloc double[rows.Length];
            column.CopyTo(numbers, rows);
            for (var r = 0; r < numbers.Length; r++)
            {
                var isMissing = double.IsNaN(numbers[r]);
                numbers[r] = isMissing ? encoding.Imputation.Value : numbers[r];
                if (encoding.Imputation.HasFeature)
                {
                    features[(r * stride) + 1] = isMissing ? 1 : 0;
                }
            }

            encoding.Scaling.Apply(numbers, features, stride);
        }
    }
}

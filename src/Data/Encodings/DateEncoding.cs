using Granary.Data.Columns;
using Granary.Data.Faults;
using Granary.Data.Scaling;
using Granary.Data.Tables;
using Granary.Data.Values;

namespace Granary.Data.Encodings;

/// <summary>Dates: each of their parts is a feature, scaled like a number, unless it is the same in all training rows.</summary>
/// <remarks>The parts are those of skrub's DatetimeEncoder.</remarks>
public sealed class DateEncoding : ColumnEncoding
{
    /// <summary>Makes an encoding of what was measured.</summary>
    /// <param name="plan">How the column is read.</param>
    /// <param name="imputation">What stands in for missing dates, in seconds since the beginning of 1970.</param>
    /// <param name="parts">The parts that are features, and how each is scaled.</param>
    public DateEncoding(ColumnPlan plan, Imputation imputation, IReadOnlyList<(DatePart Part, ColumnScaling Scaling)> parts)
        : base(plan)
    {
        Imputation = imputation;
        Parts = parts;
        var names = parts.Select(p => $"{plan.Name} {p.Part.ToString().ToLowerInvariant()}");
        Features = [.. names, .. imputation.HasFeature ? [NumberEncoding.MissingName(plan.Name)] : Array.Empty<string>()];
    }

    /// <summary>How dates are written, in .NET's letters.</summary>
    public string Format => Plan.DateFormat!;

    /// <summary>What stands in for missing dates, in seconds since the beginning of 1970.</summary>
    public Imputation Imputation { get; }

    /// <summary>The parts that are features, and how each is scaled.</summary>
    public IReadOnlyList<(DatePart Part, ColumnScaling Scaling)> Parts { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Features { get; }

    /// <summary>Encodes a date.</summary>
    /// <param name="seconds">The date in seconds since the beginning of 1970; NaN where it is missing.</param>
    /// <param name="features">Receives the features, as many as <see cref="Features"/>.</param>
    public void Encode(double seconds, Span<float> features)
    {
        var isMissing = double.IsNaN(seconds);
        var date = isMissing ? Imputation.Value : seconds;
        for (var p = 0; p < Parts.Count; p++)
        {
            features[p] = Parts[p].Scaling.Apply(DateParts.Of(Parts[p].Part, date));
        }

        if (Imputation.HasFeature)
        {
            features[Parts.Count] = isMissing ? 1 : 0;
        }
    }

    internal static DateEncoding Fit(ColumnPlan plan, ColumnNumbers column, int[] rows)
    {
        var seconds = new double[rows.Length];
        column.CopyTo(seconds, rows);
        var imputation = Imputation.Fit(plan.Options.Missing, seconds);
        var parts = new List<(DatePart, ColumnScaling)>();
        var numbers = new double[rows.Length];
        foreach (var part in Enum.GetValues<DatePart>())
        {
            for (var r = 0; r < numbers.Length; r++)
            {
                numbers[r] = DateParts.Of(part, seconds[r]);
            }

            var isTold = part != DatePart.Hour || DateFormats.HasTime(plan.DateFormat!);
            if (part == DatePart.Seconds || (isTold && Array.Exists(numbers, n => n != numbers[0])))
            {
                parts.Add((part, ColumnScaling.Fit(plan.Scaling, numbers)));
            }
        }

        return new DateEncoding(plan, imputation, parts);
    }

    /// <inheritdoc/>
    internal override IColumnEncoder Bind(TableColumn column, NumberForm numbers, FaultList faults) =>
        new Encoder(this, ColumnNumbers.Of(Plan, column, numbers, faults));

    private sealed class Encoder(DateEncoding encoding, ColumnNumbers column) : IColumnEncoder
    {
        public int UnseenIn(ReadOnlySpan<int> rows) => 0;

        public void Encode(ReadOnlySpan<int> rows, Span<float> features, int stride)
        {
            Span<double> dates = stackalloc double[rows.Length];
            column.CopyTo(dates, rows);
            for (var r = 0; r < dates.Length; r++)
            {
                encoding.Encode(dates[r], features[(r * stride)..]);
            }
        }
    }
}

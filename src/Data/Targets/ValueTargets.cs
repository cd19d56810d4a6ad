using System.Globalization;
using Granary.Data.Faults;
using Granary.Data.Scaling;
using Granary.Data.Tables;
using Granary.Numerics.Datasets;
using Granary.Numerics.Memory;

namespace Granary.Data.Targets;

/// <summary>One label or several that are numbers. Each is scaled for itself, so that large ones do not drown the others.</summary>
public sealed class ValueTargets : TargetEncoding
{
    /// <summary>Makes targets of what was measured.</summary>
    /// <param name="names">The labels.</param>
    /// <param name="scalings">How each is scaled.</param>
    public ValueTargets(IReadOnlyList<string> names, IReadOnlyList<ColumnScaling> scalings)
        : base(new TargetNames(TargetKind.Values, names, [.. scalings.Select(Unit)])) => Scalings = scalings;

    /// <summary>How each of them is scaled, measured on the training rows.</summary>
    public IReadOnlyList<ColumnScaling> Scalings { get; }

    /// <summary>Reads a label that is a number.</summary>
    internal static bool TryParse(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite((float)value);

    internal static ValueTargets Fit(
        IReadOnlyList<TextColumn> labels, IReadOnlyList<FeatureScaling> scalings, int[] rows, FaultList faults) =>
        new([.. labels.Select(l => l.Name)], [.. labels.Select((l, i) => ColumnScaling.Fit(scalings[i], NumbersOf(l, rows, faults)))]);

    /// <inheritdoc/>
    internal override Dataset Build(
        AlignedBuffer features, IReadOnlyList<string> featureNames, IReadOnlyList<TextColumn> labels, int[] rows, FaultList faults)
    {
        var values = new float[rows.Length * labels.Count];
        for (var l = 0; l < labels.Count; l++)
        {
            var numbers = NumbersOf(labels[l], rows, faults);
            for (var r = 0; r < rows.Length; r++)
            {
                values[(r * labels.Count) + l] = Scalings[l].Apply(numbers[r]);
            }
        }

        return Dataset.OfValues(features, featureNames, values, Names);
    }

    private static double[] NumbersOf(TextColumn labels, int[] rows, FaultList faults)
    {
        var numbers = new double[labels.Texts.Count];
        for (var code = 0; code < numbers.Length; code++)
        {
            if (!TryParse(labels.Texts[code], out numbers[code]))
            {
                faults.Add(labels.File, labels.FirstLines[code], labels.Column,
                    $"The label is {FaultText.Quote(labels.Texts[code])}, expected a number, as all labels of the training data are.");
            }
        }

        return [.. rows.Select(row => numbers[labels.Rows[row]])];
    }

    private static double Unit(ColumnScaling scaling) =>
        scaling.Scaling.Kind == FeatureScalingKind.Factor ? 1.0 / scaling.Scaling.Factor : scaling.Divisor;
}

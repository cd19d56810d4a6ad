using Granary.Data.Faults;
using Granary.Data.Tables;
using Granary.Data.Values;
using Granary.Numerics.Datasets;
using Granary.Numerics.Memory;

namespace Granary.Data.Targets;

/// <summary>Several labels of yes or no: an output for each, 1 for yes.</summary>
public sealed class YesNoTargets : TargetEncoding
{
    /// <summary>Makes targets.</summary>
    /// <param name="names">The labels.</param>
    public YesNoTargets(IReadOnlyList<string> names)
        : base(new TargetNames(TargetKind.MultiLabel, names, []))
    {
    }

    internal static YesNoTargets Fit(IReadOnlyList<TextColumn> labels) =>
        new YesNoTargets([.. labels.Select(l => l.Name)]);

    /// <inheritdoc/>
    internal override Dataset Build(
        AlignedBuffer features, IReadOnlyList<string> featureNames, IReadOnlyList<TextColumn> labels, int[] rows, FaultList faults)
    {
        var values = new float[rows.Length * labels.Count];
        for (var l = 0; l < labels.Count; l++)
        {
            var answers = AnswersOf(labels[l], faults);
            for (var r = 0; r < rows.Length; r++)
            {
                values[(r * labels.Count) + l] = answers[labels[l].Rows[rows[r]]];
            }
        }

        return Dataset.OfValues(features, featureNames, values, Names);
    }

    private static float[] AnswersOf(TextColumn labels, FaultList faults)
    {
        var answers = new float[labels.Texts.Count];
        for (var code = 0; code < answers.Length; code++)
        {
            if (BooleanWords.Read(labels.Texts[code]) is { } answer)
            {
                answers[code] = (float)answer;
            }
            else
            {
                faults.Add(labels.File, labels.FirstLines[code], labels.Column,
                    $"The label is {FaultText.Quote(labels.Texts[code])}, expected yes or no, 1 or 0, or another such pair.");
            }
        }

        return answers;
    }
}

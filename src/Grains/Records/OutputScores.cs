using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Workers;

namespace Granary.Grains.Records;

/// <summary>Makes metrics of what workers summed over the test rows.</summary>
/// <remarks>Source: scikit-learn's root_mean_squared_error, mean_absolute_error, r2_score and accuracy_score.</remarks>
internal static class OutputScores
{
    /// <summary>The metrics of each output; empty for classes.</summary>
    /// <param name="reports">What the workers saw, in the order of their blocks: the sums are the same bits however the blocks are dealt out.</param>
    /// <param name="facts">What the outputs are.</param>
    /// <param name="rows">How many test rows there are.</param>
    public static OutputMetrics[] Of(EvaluationReport[] reports, JobFacts facts, int rows)
    {
        var isYesNo = facts.YesNo.Length > 0;
        var names = isYesNo ? facts.YesNo : facts.Values;
        var sums = new double[names.Length * EvaluationReport.SumsPerOutput];
        foreach (var report in reports)
        {
            for (var i = 0; i < report.OutputSums.Length; i++)
            {
                sums[i % sums.Length] += report.OutputSums[i];
            }
        }

        return [.. names.Select((name, o) =>
        {
            var own = sums.AsSpan(o * EvaluationReport.SumsPerOutput, EvaluationReport.SumsPerOutput);
            return isYesNo ? new OutputMetrics(name, null, null, null, own[4] / rows) : OfNumbers(name, own, facts.Units[o], rows);
        })];
    }

    private static OutputMetrics OfNumbers(string name, Span<double> sums, double unit, int rows)
    {
        var variation = sums[3] - (sums[2] * sums[2] / rows);
        return new OutputMetrics(
            name,
            Math.Sqrt(sums[1] / rows) * unit,
            sums[0] / rows * unit,
            variation > 0 ? 1 - (sums[1] / variation) : null,
            null);
    }
}

using Granary.Grains.Interfaces.Workers;
using Granary.Numerics.Datasets;
using Granary.Numerics.Training;

namespace Granary.Grains.Workers;

/// <summary>Feeds rows through the network, and compares its answers with what they should be.</summary>
/// <param name="data">The rows.</param>
/// <param name="backpropagation">The worker's own.</param>
/// <param name="layers">The network's layers.</param>
internal sealed class RowEvaluation(Dataset data, Backpropagation backpropagation, WorkerLayer[] layers)
{
    /// <summary>Feeds blocks of rows through the network.</summary>
    public EvaluationReport Evaluate(int firstBlock, int endBlock)
    {
        var blocks = endBlock - firstBlock;
        var classes = data.ClassNames.Count;
        var sums = classes > 0 ? 0 : data.Outputs * EvaluationReport.SumsPerOutput;
        var report = new EvaluationReport
        {
            BlockLosses = new double[blocks],
            Confusion = new int[classes * classes],
            OutputSums = new double[blocks * sums],
        };
        for (var block = 0; block < blocks; block++)
        {
            var first = (firstBlock + block) * EvaluationReport.BlockRows;
            int[] rows = [.. Enumerable.Range(first, Math.Min(EvaluationReport.BlockRows, data.Rows - first))];
            report.BlockLosses[block] = Feed(rows);
            if (classes > 0)
            {
                Count(rows, report.Confusion);
            }
            else
            {
                Sum(rows, report.OutputSums.AsSpan(block * sums, sums));
            }
        }

        return report;
    }

    private double Feed(int[] rows)
    {
        backpropagation.Load(data, rows);
        for (var l = 0; l < layers.Length; l++)
        {
            backpropagation.Forward(l, layers[l].Weights);
        }

        backpropagation.EvaluateLoss();
        return ShardSums.OfRows(backpropagation.RowLosses, [0, rows.Length]);
    }

    private void Count(int[] rows, int[] confusion)
    {
        for (var r = 0; r < rows.Length; r++)
        {
            confusion[(data.Labels[rows[r]] * data.ClassNames.Count) + data.TargetNames.ClassOf(backpropagation.Output(r))]++;
        }
    }

    private void Sum(int[] rows, Span<double> sums)
    {
        for (var r = 0; r < rows.Length; r++)
        {
            var output = backpropagation.Output(r);
            var targets = data.Values.Slice(rows[r] * output.Length, output.Length);
            for (var o = 0; o < output.Length; o++)
            {
                double target = targets[o];
                var error = output[o] - target;
                var own = sums.Slice(o * EvaluationReport.SumsPerOutput, EvaluationReport.SumsPerOutput);
                own[0] += Math.Abs(error);
                own[1] += error * error;
                own[2] += target;
                own[3] += target * target;
                own[4] += TargetNames.IsYes(output[o]) == TargetNames.IsYes(targets[o]) ? 1 : 0;
            }
        }
    }
}

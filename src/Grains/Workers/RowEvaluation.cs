using Granary.Grains.Interfaces.Workers;
using Granary.Numerics.Datasets;
using Granary.Numerics.Training;

namespace Granary.Grains.Workers;

/// <summary>Feeds rows through the network, and compares its answers with what they should be.</summary>
/// <param name="data">The rows.</param>
/// <param name="backpropagation">The worker's own.</param>
/// <param name="layers">The network's layers.</param>
/// <param name="areProbabilities">Whether the network's outputs are the probabilities of classes.</param>
internal sealed class RowEvaluation(Dataset data, Backpropagation backpropagation, WorkerLayer[] layers, bool areProbabilities)
{
    /// <summary>Feeds blocks of rows through the network.</summary>
    public EvaluationReport Evaluate(int firstBlock, int endBlock)
    {
        var losses = new double[endBlock - firstBlock];
        return data.ClassNames.Count > 0 ? EvaluateClasses(firstBlock, losses) : EvaluateValues(firstBlock, losses);
    }

    private EvaluationReport EvaluateClasses(int firstBlock, double[] losses)
    {
        var counts = new ClassCounts(data, areProbabilities);
        for (var block = 0; block < losses.Length; block++)
        {
            var rows = RowsOf(firstBlock + block);
            losses[block] = Feed(rows);
            counts.BeginBlock();
            for (var r = 0; r < rows.Length; r++)
            {
                counts.Add(data.Labels[rows[r]], backpropagation.Output(r));
            }
        }

        return counts.ToReport(losses);
    }

    private EvaluationReport EvaluateValues(int firstBlock, double[] losses)
    {
        var length = data.Outputs * EvaluationReport.SumsPerOutput;
        var sums = new double[losses.Length * length];
        for (var block = 0; block < losses.Length; block++)
        {
            var rows = RowsOf(firstBlock + block);
            losses[block] = Feed(rows);
            Sum(rows, sums.AsSpan(block * length, length));
        }

        return new EvaluationReport { BlockLosses = losses, Confusion = [], OutputSums = sums };
    }

    private int[] RowsOf(int block)
    {
        var first = block * EvaluationReport.BlockRows;
        return [.. Enumerable.Range(first, Math.Min(EvaluationReport.BlockRows, data.Rows - first))];
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

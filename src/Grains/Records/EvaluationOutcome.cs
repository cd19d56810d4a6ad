using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Workers;
using Granary.Models.Evaluation;

namespace Granary.Grains.Records;

/// <summary>What the workers of a job saw of rows that it is not trained on, put together: the same bits however the rows were dealt out.</summary>
/// <param name="Loss">Mean loss a row.</param>
/// <param name="Confusion">Rows by true and predicted class, row by row; null without classes.</param>
/// <param name="Outputs">How well each output did, where there are no classes.</param>
internal sealed record EvaluationOutcome(double Loss, int[]? Confusion, OutputMetrics[] Outputs)
{
    private double? _top;
    private double? _logLoss;
    private double? _auc;

    /// <summary>The share of rows that were classified correctly; null without classes.</summary>
    public double? Accuracy => Confusion is null ? null : (double)Enumerable.Range(0, Classes).Sum(c => At(c, c)) / Confusion.Sum();

    private int Classes => (int)Math.Sqrt(Confusion!.Length);

    /// <summary>Puts reports together.</summary>
    /// <param name="reports">One from each worker that took part, in the order of their blocks.</param>
    /// <param name="facts">What the outputs are.</param>
    /// <param name="rows">How many rows there are.</param>
    public static EvaluationOutcome Of(EvaluationReport[] reports, JobFacts facts, int rows)
    {
        var loss = reports.SelectMany(r => r.BlockLosses).Sum() / rows;
        if (facts.Classes.Length == 0)
        {
            return new EvaluationOutcome(loss, null, OutputScores.Of(reports, facts, rows));
        }

        var confusion = new int[reports[0].Confusion.Length];
        foreach (var report in reports)
        {
            for (var i = 0; i < confusion.Length; i++)
            {
                confusion[i] += report.Confusion[i];
            }
        }

        return new EvaluationOutcome(loss, confusion, [])
        {
            _top = facts.Classes.Length > EvaluationReport.TopClasses ? (double)reports.Sum(r => r.Top) / rows : null,
            _logLoss = reports[0].BlockLogLosses.Length > 0 ? reports.SelectMany(r => r.BlockLogLosses).Sum() / rows : null,
            _auc = AreaOf(reports),
        };
    }

    /// <summary>The metrics as users see them.</summary>
    /// <param name="step">How many steps had been done.</param>
    public Evaluation After(long step) => new()
    {
        Step = step,
        Metrics = [.. Metrics().Where(m => m.Value is not null).Select(m => new MetricValue(m.Metric, m.Value!.Value))],
    };

    private IEnumerable<(MetricName Metric, double? Value)> Metrics()
    {
        yield return (MetricName.Loss, Loss);
        yield return (MetricName.Accuracy, Accuracy ?? Mean(o => o.Accuracy));
        var mean = Confusion is null ? null : ClassScores.Macro([.. Enumerable.Range(0, Classes).Select(ScoresOf)]);
        yield return (MetricName.F1, mean?.F1);
        yield return (MetricName.Precision, mean?.Precision);
        yield return (MetricName.Recall, mean?.Recall);
        yield return (MetricName.Top5, _top);
        yield return (MetricName.LogLoss, _logLoss);
        yield return (MetricName.Auc, _auc);
        yield return (MetricName.Rmse, Mean(o => o.Rmse));
        yield return (MetricName.Mae, Mean(o => o.Mae));
        yield return (MetricName.R2, Mean(o => o.R2));
    }

    private static double? AreaOf(EvaluationReport[] reports)
    {
        var curve = new RocCurve();
        foreach (var report in reports)
        {
            Array.ForEach(report.NoScores, score => curve.Add((float)score, isYes: false));
            Array.ForEach(report.YesScores, score => curve.Add((float)score, isYes: true));
        }

        return curve.Area();
    }

    private ClassScores ScoresOf(int c)
    {
        var classes = Enumerable.Range(0, Classes).ToArray();
        return ClassScores.Of("", right: At(c, c), predicted: classes.Sum(i => At(i, c)), support: classes.Sum(i => At(c, i)));
    }

    private int At(int actual, int predicted) => Confusion![(actual * Classes) + predicted];

    private double? Mean(Func<OutputMetrics, double?> metric) => Outputs.Length > 0 ? Outputs.Average(metric) : null;
}

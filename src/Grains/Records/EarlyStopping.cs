using Granary.Grains.Interfaces.Jobs;

namespace Granary.Grains.Records;

/// <summary>
/// When a job stops early. It looks at nothing but evaluations, which have the same bits on every cluster, so all clusters stop at the same step.
/// </summary>
/// <param name="spec">What the job says.</param>
internal sealed class EarlyStopping(EarlyStoppingSpec spec)
{
    /// <summary>The best evaluation so far; null before the first.</summary>
    public BestSoFar? Best { get; private set; }

    /// <summary>Whether the patience is at its end.</summary>
    public bool HasStopped => Best?.Waited >= spec.Patience;

    /// <summary>Takes an evaluation.</summary>
    public void Look(Evaluation evaluation)
    {
        var value = evaluation.Of(spec.Metric) ?? double.NaN;
        Best = Best is not { } best || IsBetter(value, best.Value)
            ? new BestSoFar(evaluation.Step, value, 0)
            : best with { Waited = best.Waited + 1 };
    }

    /// <summary>Goes back, or on, to another moment.</summary>
    public void Restore(BestSoFar? best) => Best = best;

    // Anything is better than no number.
    private bool IsBetter(double value, double best) => double.IsNaN(best)
        ? !double.IsNaN(value)
        : spec.Metric.IsBetterWhenHigher()
            ? value > best + spec.MinDelta
            : value < best - spec.MinDelta;
}

/// <summary>The best evaluation of a job so far.</summary>
/// <param name="Step">How many steps had been done.</param>
/// <param name="Value">The value of the metric.</param>
/// <param name="Waited">How many evaluations since were not better.</param>
[GenerateSerializer, Immutable, Alias("granary.BestSoFar")]
internal sealed record BestSoFar([property: Id(0)] long Step, [property: Id(1)] double Value, [property: Id(2)] int Waited);

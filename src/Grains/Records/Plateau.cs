using Granary.Grains.Interfaces.Jobs;

namespace Granary.Grains.Records;

/// <summary>
/// The learning rate of a job whose schedule is <c>plateau</c>. It looks at nothing but evaluations, which have the same bits on every cluster, so the
/// rate falls at the same step on all of them.
/// </summary>
/// <remarks>Source: PyTorch's <c>ReduceLROnPlateau</c> with a relative threshold, without its least difference of two rates.</remarks>
internal sealed class Plateau
{
    private const double DefaultFactor = 0.1;
    private const int DefaultPatience = 10;
    private const double DefaultThreshold = 1e-4;

    private readonly ScheduleSpec _spec;
    private readonly PlateauState _beginning;

    /// <summary>Begins with the job's learning rate.</summary>
    /// <param name="spec">The schedule.</param>
    /// <param name="rate">The job's learning rate.</param>
    public Plateau(ScheduleSpec spec, double rate)
    {
        _spec = spec;
        State = _beginning = new PlateauState([new RateChange(0, rate)], null, 0, 0);
    }

    /// <summary>How it stands.</summary>
    public PlateauState State { get; private set; }

    /// <summary>The learning rate now.</summary>
    public double Rate => State.Changes[^1].Rate;

    /// <summary>The learning rate of a step that was taken.</summary>
    public double RateAt(long step) => Array.FindLast(State.Changes, c => c.Step <= step)!.Rate;

    /// <summary>Takes an evaluation.</summary>
    public void Look(Evaluation evaluation)
    {
        var metric = _spec.Metric ?? MetricName.Loss;
        var value = evaluation.Of(metric) ?? double.NaN;
        var isBetter = State.Best is not { } best || IsBetter(metric, value, best);
        var bad = isBetter ? 0 : State.Bad + 1;
        var cooldown = State.Cooldown;
        if (cooldown > 0)
        {
            (bad, cooldown) = (0, cooldown - 1);
        }

        State = State with { Best = isBetter ? value : State.Best, Bad = bad, Cooldown = cooldown };
        if (bad > (_spec.Patience ?? DefaultPatience))
        {
            Reduce(evaluation.Step);
        }
    }

    /// <summary>Goes back, or on, to another moment.</summary>
    public void Restore(PlateauState? state) => State = state ?? _beginning;

    private void Reduce(long step)
    {
        var rate = Math.Max(Rate * (_spec.Gamma ?? DefaultFactor), _spec.MinLearningRate ?? 0);
        State = State with
        {
            Changes = rate < Rate ? [.. State.Changes, new RateChange(step, rate)] : State.Changes,
            Bad = 0,
            Cooldown = _spec.Cooldown ?? 0,
        };
    }

    private bool IsBetter(MetricName metric, double value, double best)
    {
        var threshold = _spec.Threshold ?? DefaultThreshold;
        return double.IsNaN(best) || (metric.IsBetterWhenHigher() ? value > best * (1 + threshold) : value < best * (1 - threshold));
    }
}

/// <summary>How a learning rate that falls by evaluations stands.</summary>
/// <param name="Changes">The rates so far, with the first step of each.</param>
/// <param name="Best">The best value so far; null before the first.</param>
/// <param name="Bad">How many evaluations in a row were not better.</param>
/// <param name="Cooldown">How many evaluations are not counted yet.</param>
[GenerateSerializer, Immutable, Alias("granary.PlateauState")]
internal sealed record PlateauState(
    [property: Id(0)] RateChange[] Changes, [property: Id(1)] double? Best, [property: Id(2)] int Bad, [property: Id(3)] int Cooldown);

/// <summary>A learning rate.</summary>
/// <param name="Step">The first step that has it.</param>
/// <param name="Rate">The rate.</param>
[GenerateSerializer, Immutable, Alias("granary.RateChange")]
internal sealed record RateChange([property: Id(0)] long Step, [property: Id(1)] double Rate);

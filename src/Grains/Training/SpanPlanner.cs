using Granary.Numerics.Sharding;

namespace Granary.Grains.Training;

/// <summary>
/// How many steps are assigned in one go. Long enough that control costs nothing a step, short enough that progress is fresh and
/// a cancelled job ends soon.
/// </summary>
/// <param name="schedule">The job's schedule.</param>
/// <param name="evaluates">Whether test rows are evaluated once in a while.</param>
/// <param name="validates">Whether validation rows are evaluated after each epoch.</param>
internal sealed class SpanPlanner(BatchSchedule schedule, bool evaluates, bool validates = false)
{
    /// <summary>The most steps of a span: what its report holds of losses must stay small.</summary>
    public const int MaxSteps = 16 * 1024;

    // A step of a large network takes long itself: then a span has so many, while it stays within what a user waits for a pause.
    private const int FewSteps = 12;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(4);

    private const int MaxGrowth = 8;
    private const int RestartShare = 16;
    private static readonly TimeSpan Target = TimeSpan.FromSeconds(0.4);
    private static readonly TimeSpan EvaluationInterval = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstDeadline = TimeSpan.FromMinutes(10);
    private const int SlowerAtMost = 20;

    private static readonly TimeSpan ShortestPatience = TimeSpan.FromSeconds(2);
    private const int LateBy = 4;

    private TimeSpan? _stepTime;
    private long _steps = 1;
    private TimeSpan _sinceEvaluation;

    /// <summary>The end of the span that starts at <paramref name="from"/>.</summary>
    public long End(long from)
    {
        var end = Math.Min(from + _steps, schedule.TotalSteps);
        var epochEnd = ((long)schedule.Epoch(from) + 1) * schedule.StepsPerEpoch;
        return validates || (evaluates && _sinceEvaluation >= EvaluationInterval) ? Math.Min(end, epochEnd) : end;
    }

    /// <summary>Whether the test rows are to be evaluated after a span: once in a while at the end of an epoch, and at the end.</summary>
    /// <param name="end">The end of the span.</param>
    public bool IsEvaluationDue(long end)
    {
        if (!evaluates || (end < schedule.TotalSteps && (end % schedule.StepsPerEpoch != 0 || _sinceEvaluation < EvaluationInterval)))
        {
            return false;
        }

        _sinceEvaluation = TimeSpan.Zero;
        return true;
    }

    /// <summary>
    /// How long to wait for a span: many times what its steps took so far, so that a worker that will never answer holds nobody
    /// up for ever, and one that merely is slow is not given up.
    /// </summary>
    /// <param name="steps">Its steps.</param>
    public TimeSpan Deadline(long steps) =>
        _stepTime is { } stepTime ? Grace + (stepTime * steps * SlowerAtMost) : FirstDeadline;

    /// <summary>
    /// How long a span may take before somebody counts as late; null before the speed is known. Long enough that a pause of the
    /// garbage collector or a busy machine does not have work done twice.
    /// </summary>
    /// <param name="steps">Its steps.</param>
    public TimeSpan? Patience(long steps) => _stepTime is { } stepTime
        ? TimeSpan.FromTicks(Math.Max((stepTime * steps * LateBy).Ticks, ShortestPatience.Ticks))
        : null;

    /// <summary>Forgets how long a step takes, since other silos take it from now on. The next span is short: it may take many times as long.</summary>
    public void Restart()
    {
        _stepTime = null;
        _steps = Math.Max(1, _steps / RestartShare);
    }

    /// <summary>Learns from a span how long the next should be.</summary>
    /// <param name="steps">Its steps.</param>
    /// <param name="duration">How long it took.</param>
    public void Learn(long steps, TimeSpan duration)
    {
        _sinceEvaluation += duration;
        _stepTime = duration / Math.Max(1, steps);
        var longest = Fitting(Longest);
        _steps = Math.Clamp(Math.Max(Fitting(Target), Math.Min(longest, FewSteps)), 1, Math.Min(MaxSteps, steps * MaxGrowth));

        long Fitting(TimeSpan time) => (long)(steps * (time / TimeSpan.FromTicks(Math.Max(1, duration.Ticks))));
    }
}

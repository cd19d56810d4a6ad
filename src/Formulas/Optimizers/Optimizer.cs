using Granary.Formulas.Schedules;

namespace Granary.Formulas.Optimizers;

/// <summary>
/// One update of weights, element by element. The formulas of the optimizers are final: they are part of what makes two runs
/// give the same bits. Each operation in them is rounded to float32 on its own, except <c>fma(a, b, c) = a b + c</c>,
/// which is rounded once. In all of them <c>g = sum scale</c> is the averaged gradient, after what <see cref="GradientShaping"/> does to it,
/// <c>w</c> the weight before and <c>w'</c> the weight after, and state starts at 0. The learning rate is that of the step
/// (<see cref="LearningRateSchedule"/>).
/// </summary>
public abstract unsafe class Optimizer
{
    // A run of shaped gradients lies on the stack: longer ones are shaped part by part.
    private const int MaxShaped = 2048;

    private GradientShaping _shaping;
    private ScheduleSettings _scheduleSettings = ScheduleSettings.Constant;
    private LearningRateSchedule _schedule = null!;

    private protected Optimizer()
    {
    }

    /// <summary>Arrays of state, each as long as the weights: 0, 1 or 2.</summary>
    public abstract int StateArrays { get; }

    /// <summary>The largest norm of the gradients of all layers together; 0 where they are not clipped by it.</summary>
    public float ClipNorm { get; private set; }

    /// <summary>Makes the optimizer for some settings.</summary>
    /// <param name="settings">The optimizer's kind and numbers.</param>
    /// <exception cref="ArgumentException">There is no such optimizer, or a number that it uses is out of its range.</exception>
    public static Optimizer Create(OptimizerSettings settings)
    {
        var definition = OptimizerCatalog.Of(settings.Kind);
        Require(settings.Kind, OptimizerSetting.LearningRate, settings.LearningRate);
        foreach (var setting in OptimizerCatalog.SettingsOf(settings.Kind))
        {
            Require(settings.Kind, setting, settings[setting]);
        }

        var optimizer = definition.Create(settings);
        optimizer._shaping = new GradientShaping(settings, decays: !definition.DecaysWeightsItself);
        optimizer.ClipNorm = settings[OptimizerSetting.ClipNorm];
        optimizer._scheduleSettings = settings.Schedule;
        optimizer.SetLearningRate(settings.LearningRate);
        return optimizer;
    }

    /// <summary>Has the schedule go on with another learning rate.</summary>
    /// <param name="rate">The learning rate that the schedule is of.</param>
    public void SetLearningRate(double rate) => _schedule = new LearningRateSchedule(rate, _scheduleSettings);

    /// <summary>Applies one update to a run of elements.</summary>
    /// <param name="step">The step, from 0, whose gradient this is.</param>
    /// <param name="scale">What the sums are multiplied by to make the average: 1 / rows of the mini-batch.</param>
    /// <param name="sum">The gradient summed over the rows of the mini-batch.</param>
    /// <param name="weights">The weights before.</param>
    /// <param name="updated">Receives the weights after; may be the same memory as <paramref name="weights"/>.</param>
    /// <param name="first">The first array of state, or empty; updated in place.</param>
    /// <param name="second">The second array of state, or empty; updated in place.</param>
    /// <param name="clipping">What the averaged gradient is multiplied by first: what <see cref="NormClipping"/> gives.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together.</exception>
    public void Update(
        long step,
        float scale,
        ReadOnlySpan<float> sum,
        ReadOnlySpan<float> weights,
        Span<float> updated,
        Span<float> first,
        Span<float> second,
        float clipping = 1)
    {
        if (weights.Length != sum.Length
            || updated.Length != sum.Length
            || (StateArrays > 0 && first.Length != sum.Length)
            || (StateArrays > 1 && second.Length != sum.Length))
        {
            throw new ArgumentException(
                $"Gradient, weights and {StateArrays} arrays of state are of equal length: found a gradient of {sum.Length}, "
                + $"weights of {weights.Length}, updated weights of {updated.Length} and state of {first.Length} and "
                + $"{second.Length}.");
        }

        fixed (float* sums = sum, before = weights, after = updated, firsts = first, seconds = second)
        {
            Update(step, _schedule.At(step), new ParameterRun(sum.Length, scale, sums, before, after, firsts, seconds), clipping);
        }
    }

    private void Update(long step, double rate, ParameterRun run, float clipping)
    {
        if (_shaping.IsNothing(clipping))
        {
            Apply(step, rate, run);
            return;
        }

        var shaped = stackalloc float[Math.Min(run.Length, MaxShaped)];
        for (var start = 0; start < run.Length; start += MaxShaped)
        {
            var part = run.Part(start, Math.Min(MaxShaped, run.Length - start));
            _shaping.Apply(part, clipping, shaped);
            Apply(step, rate, part.With(shaped));
        }
    }

    private protected abstract void Apply(long step, double rate, ParameterRun run);

    private static void Require(OptimizerKind kind, OptimizerSetting setting, float found)
    {
        if (!setting.Allows(found))
        {
            throw new ArgumentException($"The optimizer {kind} needs as {setting.Name} {setting.Expected}: found {found}.");
        }
    }
}

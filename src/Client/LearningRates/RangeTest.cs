using Granary.Formulas.Schedules;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.LearningRates;

/// <summary>
/// Finds a learning rate: a job is trained for a hundred steps, whose rates rise exponentially from 1e-7 to 10, and the rate is suggested that lies in
/// the middle of the losses' longest way down.
/// </summary>
/// <remarks>
/// Source: Smith, Cyclical Learning Rates for Training Neural Networks, 2017, with fastai's smoothing, its end, and its suggestion <c>valley</c>.
/// </remarks>
internal static class RangeTest
{
    /// <summary>Steps of the test.</summary>
    public const int Steps = 100;

    private const float FirstRate = 1e-7f;
    private const double LastRate = 10;
    private const double Smoothing = 0.98;
    private const double WorseAtMost = 4;

    // The first ones tell of the first weights, the last ones of a network that has diverged.
    private const int LeftOutFirst = Steps / 10;
    private const int LeftOutLast = 5;

    /// <summary>The job that tests a job's learning rates.</summary>
    public static JobSpec Of(JobSpec spec) => spec with
    {
        Optimizer = spec.Optimizer with { LearningRate = FirstRate },
        Schedule = new ScheduleSpec { Name = ScheduleKind.Exponential, Gamma = Math.Pow(LastRate / FirstRate, 1.0 / (Steps - 1)) },
        EarlyStopping = null,
        Epochs = null,
        Steps = Steps,
    };

    /// <summary>Reads the test's losses.</summary>
    /// <param name="history">What the job that tests has recorded.</param>
    public static RangeTestResult Read(JobHistory history)
    {
        var points = new List<RatePoint>();
        var (mean, weight, best) = (0.0, 1.0, double.PositiveInfinity);
        foreach (var (loss, rate) in history.Losses.Select(p => p.Loss).Zip(history.LearningRates).TakeWhile(p => double.IsFinite(p.First)))
        {
            mean = (Smoothing * mean) + ((1 - Smoothing) * loss);
            weight *= Smoothing;
            var smooth = mean / (1 - weight);
            best = Math.Min(best, smooth);
            points.Add(new RatePoint(rate, loss, smooth));
            if (smooth > WorseAtMost * best)
            {
                break;
            }
        }

        return new RangeTestResult(points, Suggest(points));
    }

    // Null where there are too few points for a way down.
    private static double? Suggest(List<RatePoint> points)
    {
        RatePoint[] seen = [.. points.Skip(LeftOutFirst).SkipLast(LeftOutLast)];
        var (first, last) = LongestWayDown([.. seen.Select(p => p.Smooth)]);
        var third = (last - first) / 3.0;
        return last > first ? seen[first + (int)third + (int)(third / 2)].Rate : null;
    }

    // The end of the longest decreasing subsequence, and the place as many before it as the subsequence is long.
    private static (int First, int Last) LongestWayDown(double[] losses)
    {
        var lengths = new int[losses.Length];
        var last = 0;
        for (var i = 0; i < losses.Length; i++)
        {
            lengths[i] = 1;
            for (var j = 0; j < i; j++)
            {
                lengths[i] = losses[i] < losses[j] ? Math.Max(lengths[i], lengths[j] + 1) : lengths[i];
            }

            last = lengths[i] > lengths[last] ? i : last;
        }

        return losses.Length == 0 ? (0, 0) : (Math.Max(0, last - lengths[last]), last);
    }
}

/// <summary>A step of a test of learning rates.</summary>
/// <param name="Rate">Its learning rate.</param>
/// <param name="Loss">The mean loss of a row before its update.</param>
/// <param name="Smooth">The losses so far, later ones with more weight.</param>
internal sealed record RatePoint(double Rate, double Loss, double Smooth);

/// <summary>What a test of learning rates found.</summary>
/// <param name="Points">Its steps, up to the one at which the loss is too high to go on.</param>
/// <param name="Suggestion">The learning rate to begin with; null where the losses do not fall.</param>
internal sealed record RangeTestResult(IReadOnlyList<RatePoint> Points, double? Suggestion);

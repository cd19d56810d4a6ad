namespace Granary.Benchmarks.Faults.Planning;

/// <summary>A job and what is to happen while it runs. All of it follows from the seed.</summary>
/// <param name="Number">The job's number, from 1.</param>
/// <param name="Silos">Silos at its start, 1 to 4.</param>
/// <param name="IsSmall">Whether its network has so few slices that some of several silos only work.</param>
/// <param name="Faults">The faults, in their order.</param>
public sealed record JobPlan(int Number, int Silos, bool IsSmall, PlannedFault[] Faults)
{
    private const int MostSilos = 4;
    private const int SlicesOfSmall = 2;

    // Of a hundred.
    private static readonly (FaultKind Kind, int Share)[] Shares =
    [
        (FaultKind.Kill, 52),
        (FaultKind.KillAll, 8),
        (FaultKind.Freeze, 4),
        (FaultKind.Blink, 8),
        (FaultKind.Terminate, 14),
        (FaultKind.Damage, 8),
        (FaultKind.Join, 6),
    ];

    /// <summary>Plans some jobs.</summary>
    /// <param name="seed">What all of it follows from.</param>
    /// <param name="jobs">How many jobs, at least 1.</param>
    /// <param name="faults">How many faults altogether.</param>
    public static JobPlan[] Make(int seed, int jobs, int faults)
    {
        var random = new Random(seed);
        var plans = new JobPlan[jobs];
        for (var j = 0; j < jobs; j++)
        {
            var count = (faults * (j + 1) / jobs) - (faults * j / jobs);
            var silos = 1 + (j % MostSilos);
            var isSmall = silos > SlicesOfSmall && random.Next(2) == 0;
            plans[j] = new JobPlan(j + 1, silos, isSmall, [.. Enumerable.Range(0, count).Select(f => MakeFault(random, silos, f, count))]);
        }

        return plans;
    }

    private static PlannedFault MakeFault(Random random, int silos, int number, int count)
    {
        // Each in its own part of the job, and none in the last one.
        var at = (number + 0.2 + (0.6 * random.NextDouble())) / (count + 1);
        var kind = ChooseKind(random);
        return new PlannedFault(silos == 1 ? ForOneSilo(kind) : kind, random.Next(MostSilos), at);
    }

    private static FaultKind ForOneSilo(FaultKind kind) =>
        kind is FaultKind.Blink or FaultKind.Join or FaultKind.Terminate ? kind : FaultKind.KillAll;

    private static FaultKind ChooseKind(Random random)
    {
        var drawn = random.Next(Shares.Sum(s => s.Share));
        foreach (var (kind, share) in Shares)
        {
            if (drawn < share)
            {
                return kind;
            }

            drawn -= share;
        }

        throw new InvalidOperationException("The shares do not cover what was drawn.");
    }
}

using Granary.Formulas.Randomness;

namespace Granary.Data.Splits;

/// <summary>Draws the rows that are held out.</summary>
/// <param name="seed">The seed.</param>
/// <param name="purpose">What they are held out for.</param>
internal sealed class HeldOutSplit(long seed, RandomPurpose purpose)
{
    /// <summary>Divides the rows of a source by the seed alone.</summary>
    /// <param name="rows">Number of rows, at least 2.</param>
    /// <param name="fraction">The share of the rows held out; at least one row is held out and at least one is not.</param>
    /// <returns>The rows for training and those held out, each in the order of the file.</returns>
    public (int[] Train, int[] Test) Divide(int rows, double fraction)
    {
        var order = Permutation(rows);
        var count = Count(rows, fraction);
        return (order[count..].Order().ToArray(), order[..count].Order().ToArray());
    }

    /// <summary>
    /// The same share of each class, so that both parts have all classes of at least two rows. Where there is no such class, the seed alone
    /// decides.
    /// </summary>
    /// <param name="classes">The class of each row, at least two rows.</param>
    /// <param name="fraction">The share of the rows held out.</param>
    public (int[] Train, int[] Test) DivideClasses(IReadOnlyList<int> classes, double fraction)
    {
        var sizes = Sizes(classes);
        if (Array.TrueForAll(sizes, size => size < 2))
        {
            return Divide(classes.Count, fraction);
        }

        var left = Quotas(sizes, fraction);
        var isHeldOut = new bool[classes.Count];
        foreach (var row in Permutation(classes.Count))
        {
            isHeldOut[row] = left[classes[row]]-- > 0;
        }

        return Parts(isHeldOut);
    }

    /// <summary>Whole groups, until about the wanted share of the rows is held out.</summary>
    /// <param name="groups">The group of each row; at least two groups.</param>
    /// <param name="fraction">The share of the rows held out.</param>
    public (int[] Train, int[] Test) DivideGroups(IReadOnlyList<int> groups, double fraction)
    {
        var sizes = Sizes(groups);
        var order = Permutation(sizes.Length);
        var isGroupHeldOut = new bool[sizes.Length];
        var wanted = Count(groups.Count, fraction);
        var held = 0;
        foreach (var g in order)
        {
            // A group is taken where that comes nearer to the share, and leaves rows for training.
            if (Math.Abs(held + sizes[g] - wanted) < Math.Abs(held - wanted) && held + sizes[g] < groups.Count)
            {
                isGroupHeldOut[g] = true;
                held += sizes[g];
            }
        }

        if (held == 0)
        {
            // All are more than twice the share.
            isGroupHeldOut[order.MinBy(g => sizes[g])] = true;
        }

        return Parts([.. groups.Select(g => isGroupHeldOut[g])]);
    }

    /// <summary>The last rows by time, as near to the wanted share as moments allow: rows of one moment stay together.</summary>
    /// <param name="times">The time of each row; at least two different ones.</param>
    /// <param name="fraction">The share of the rows held out.</param>
    public static (int[] Train, int[] Test) DivideTimes(IReadOnlyList<double> times, double fraction)
    {
        var sorted = times.Order().ToArray();
        var wanted = Count(sorted.Length, fraction);
        var moment = sorted[^wanted];

        // The moment that the share divides is held out, or kept for training.
        var (from, after) = (Array.IndexOf(sorted, moment), Array.LastIndexOf(sorted, moment) + 1);
        var isKept = from == 0 || (after < sorted.Length && wanted - (sorted.Length - after) < sorted.Length - from - wanted);
        var first = isKept ? sorted[after] : moment;
        return Parts([.. times.Select(t => t >= first)]);
    }

    private int[] Permutation(int count)
    {
        var order = new int[count];
        CounterRandom.Permutation(seed, purpose, 0, order);
        return order;
    }

    // How many rows each class or group has.
    private static int[] Sizes(IReadOnlyList<int> numbers)
    {
        var sizes = new int[numbers.Max() + 1];
        foreach (var number in numbers)
        {
            sizes[number]++;
        }

        return sizes;
    }

    private static int Count(int rows, double fraction) =>
        Math.Clamp((int)Math.Round(fraction * rows, MidpointRounding.AwayFromZero), 1, rows - 1);

    // Whole numbers that come to the wanted count: the largest remainders are rounded up.
    private static int[] Quotas(int[] sizes, double fraction)
    {
        var quotas = sizes.Select(size => (int)(fraction * size)).ToArray();
        var wanted = Count(sizes.Sum(), fraction);
        foreach (var c in Enumerable.Range(0, sizes.Length).OrderByDescending(c => (fraction * sizes[c]) - quotas[c]).Take(wanted - quotas.Sum()))
        {
            quotas[c]++;
        }

        return [.. quotas.Select((quota, c) => sizes[c] < 2 ? 0 : Math.Clamp(quota, 1, sizes[c] - 1))];
    }

    private static (int[] Train, int[] Test) Parts(bool[] isHeldOut)
    {
        var rows = Enumerable.Range(0, isHeldOut.Length);
        return ([.. rows.Where(r => !isHeldOut[r])], [.. rows.Where(r => isHeldOut[r])]);
    }
}

using Granary.Data.Splits;
using Granary.Data.Targets;

namespace Granary.Data.Tests.Splits;

public class ClassSplitTests : SplitFiles
{
    private static readonly double[] Fractions = [0.001, 0.1, 0.2, 0.25, 0.29, 1.0 / 3, 0.5, 0.7, 0.9, 0.999];

    [Theory]
    [InlineData(2)]
    [InlineData(2, 2)]
    [InlineData(1, 2)]
    [InlineData(1, 1)]
    [InlineData(1, 1, 1, 1, 1)]
    [InlineData(3, 3, 3)]
    [InlineData(1, 5)]
    [InlineData(1, 1, 1, 1, 20)]
    [InlineData(2, 2, 2, 2, 2, 2, 2)]
    [InlineData(1, 2, 3, 4, 5, 6, 7)]
    [InlineData(100, 100)]
    [InlineData(3, 7, 90)]
    [InlineData(480, 20)]
    public void Load_ByClass_GivesBothPartsTheSameShareOfEachClass(params int[] sizes)
    {
        // A second class, where there is one only, as a single one cannot be learned.
        int[] all = sizes.Length == 1 ? [.. sizes, .. sizes] : sizes;
        foreach (var fraction in Fractions)
        {
            for (var seed = 0; seed < 2; seed++)
            {
                var labels = Shuffled(all.SelectMany((size, c) => Enumerable.Repeat($"c{c}", size)), seed);
                var data = Divide(By(HeldOutBy.Class, fraction), seed, labels, labels);
                AssertParts(data, labels.Length);
                AssertShares(data, all, labels, fraction);
            }
        }
    }

    [Fact]
    public void Load_ByClass_TakesTheWantedCountWhereNoClassIsTooSmall()
    {
        foreach (var fraction in Fractions[1..^1])
        {
            string[] labels = [.. Enumerable.Range(0, 211).Select(i => $"c{(i % 7) + (i % 3)}")];
            Assert.All(labels.CountBy(l => l), c => Assert.InRange(fraction, 1.0 / c.Value, 1 - (1.0 / c.Value)));
            Assert.Equal(Wanted(211, fraction), Divide(By(HeldOutBy.Class, fraction), 3, labels, labels).Test!.Rows);
        }
    }

    [Fact]
    public void Load_ByClassWithoutAClassOfTwoRows_HoldsOutRows()
    {
        string[] labels = ["k", "l", "m", "n", "o"];
        Assert.Equal(2, Divide(By(HeldOutBy.Class, 0.4), 1, labels, labels).Test!.Rows);
    }

    [Fact]
    public void Load_ByClass_IsDecidedByTheSeed()
    {
        string[] labels = [.. Enumerable.Range(0, 120).Select(i => $"c{i % 3}")];
        int[] Test(long seed) => Rows(Divide(By(HeldOutBy.Class, 0.25), seed, labels, labels).Test!);
        Assert.Equal(Test(5), Test(5));
        Assert.Equal(20, Enumerable.Range(0, 20).Select(seed => string.Join(' ', Test(seed))).Distinct().Count());
    }

    // Over many seeds each row is held out about as often as any other.
    [Fact]
    public void Load_ByClass_PrefersNoRow()
    {
        string[] labels = [.. Enumerable.Range(0, 20).Select(i => $"c{i % 2}")];
        var counts = new int[20];
        for (var seed = 0; seed < 200; seed++)
        {
            foreach (var row in Rows(Divide(By(HeldOutBy.Class, 0.3), seed, labels, labels).Test!))
            {
                counts[row]++;
            }
        }

        Assert.All(counts, count => Assert.InRange(count, 30, 90));
    }

    [Fact]
    public void Load_NumbersThatAreOneClass_AreSharedAsOne()
    {
        string[] labels = [.. Enumerable.Range(0, 40).Select(i => (i % 4) switch { 0 => "1", 1 => "1.0", 2 => "2", _ => "2.00" })];
        var data = Divide(By(HeldOutBy.Class, 0.25), 1, labels, labels);
        Assert.Equal([5, 5], data.Test!.Labels.ToArray().CountBy(c => c).Select(c => c.Value));
    }

    [Fact]
    public void Load_ValuesByClass_IsAFault()
    {
        var request = Table(["x", "y", "z"], ["0.5", "1.5", "7.25"]) with { Targets = TargetPreference.Guess, Test = By(HeldOutBy.Class, 0.5) };
        AssertFileFault(LoadFault(request), "data.csv", "by class", "labels are no classes", "by row, group or time");
    }

    [Theory]
    [InlineData(HeldOutBy.Row)]
    [InlineData(HeldOutBy.Class)]
    [InlineData(HeldOutBy.Group)]
    [InlineData(HeldOutBy.Time)]
    public void Load_OneRow_IsAFault(HeldOutBy by)
    {
        var request = Table(["7"], ["2.5"]) with { Targets = TargetPreference.Values, Test = By(by, 0.5) };
        AssertFileFault(LoadFault(request), "data.csv", "one row", "at least two");
    }

    [Fact]
    public void Load_OneClass_IsAFaultBeforeAllOthers() => AssertFault(
        LoadFault(Table(["x"], ["k"]) with { Test = By(HeldOutBy.Class, 0.5) }), "data.csv", null, 3, "Every label is \"k\"", "at least two classes");

    private static void AssertShares(TrainingData data, int[] sizes, string[] labels, double fraction)
    {
        var held = Rows(data.Test!).CountBy(row => labels[row]).ToDictionary();
        for (var c = 0; c < sizes.Length; c++)
        {
            var count = held.GetValueOrDefault($"c{c}");
            Assert.InRange(count, (fraction * sizes[c]) - 1, (fraction * sizes[c]) + 1);
            Assert.InRange(count, sizes[c] < 2 ? 0 : 1, sizes[c] < 2 ? 1 : sizes[c] - 1);
        }
    }

    private static string[] Shuffled(IEnumerable<string> texts, int seed)
    {
        string[] all = [.. texts];
        new Random(seed).Shuffle(all);
        return all;
    }
}

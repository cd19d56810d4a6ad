using Granary.Data.Splits;

namespace Granary.Data.Tests.Splits;

public class GroupSplitTests : SplitFiles
{
    private static readonly double[] Fractions = [0.001, 0.1, 0.2, 0.25, 1.0 / 3, 0.5, 0.7, 0.9, 0.999];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 9)]
    [InlineData(9, 1)]
    [InlineData(1, 1, 1)]
    [InlineData(5, 5, 5, 5)]
    [InlineData(2, 3, 4, 50)]
    [InlineData(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)]
    [InlineData(60, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)]
    public void Load_ByGroup_NeverDividesOne(params int[] sizes)
    {
        foreach (var fraction in Fractions)
        {
            for (var seed = 0; seed < 3; seed++)
            {
                var groups = Groups(sizes, seed);
                var data = Divide(By(HeldOutBy.Group, fraction), seed, groups);
                AssertParts(data, groups.Length);
                Assert.Empty(Rows(data.Train).Select(r => groups[r]).Intersect(Rows(data.Test!).Select(r => groups[r])));
            }
        }
    }

    [Theory]
    [InlineData(5, 5, 5, 5, 5, 5, 5, 5)]
    [InlineData(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)]
    [InlineData(20, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)]
    [InlineData(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)]
    public void Load_ByGroup_HoldsOutTheShareWithinHalfAGroup(params int[] sizes)
    {
        foreach (var fraction in new[] { 0.2, 0.25, 0.4, 0.5, 0.6 })
        {
            for (var seed = 0; seed < 10; seed++)
            {
                var groups = Groups(sizes, seed);
                var held = Divide(By(HeldOutBy.Group, fraction), seed, groups).Test!.Rows;
                Assert.InRange(held - Wanted(groups.Length, fraction), -sizes.Max() / 2.0, sizes.Max() / 2.0);
            }
        }
    }

    // Whichever group the seed has first.
    [Theory]
    [InlineData(0.2, 10, 10, 90)]
    [InlineData(0.2, 10, 90, 10)]
    [InlineData(0.01, 10, 30, 10, 60)]
    [InlineData(0.2, 20, 80, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)]
    public void Load_GroupMuchLargerThanTheShare_StaysInTraining(double fraction, int expected, params int[] sizes)
    {
        for (var seed = 0; seed < 30; seed++)
        {
            Assert.Equal(expected, Divide(By(HeldOutBy.Group, fraction), seed, Groups(sizes, seed)).Test!.Rows);
        }
    }

    [Fact]
    public void Load_ByGroup_IsDecidedByTheSeed()
    {
        var groups = Groups([.. Enumerable.Repeat(3, 40)], 1);
        int[] Test(long seed) => Rows(Divide(By(HeldOutBy.Group, 0.25), seed, groups).Test!);
        Assert.Equal(Test(5), Test(5));
        Assert.Equal(20, Enumerable.Range(0, 20).Select(seed => string.Join(' ', Test(seed))).Distinct().Count());
    }

    [Fact]
    public void Load_ColumnOfGroups_IsNoFeature()
    {
        string[] groups = [.. Enumerable.Range(0, 20).Select(i => $"g{i % 4}")];
        var data = TrainingData.Load(Table(groups) with { Features = null, Test = By(HeldOutBy.Group, 0.25) });
        Assert.Equal(["a"], data.Train.FeatureNames);
        Assert.Empty(data.Ignored);
    }

    [Fact]
    public void Load_OneGroup_IsAFault() => AssertFault(
        LoadFault(Table(["g", "g", " g "]) with { Test = By(HeldOutBy.Group, 0.5) }), "data.csv", null, 2, "one group, \"g\"", "at least two");

    [Fact]
    public void Load_RowWithoutAGroup_IsAFault() => AssertFault(
        LoadFault(Table(["g", "h", "", "g"]) with { Test = By(HeldOutBy.Group, 0.5) }), "data.csv", 4, 2, "\"by\" is empty", "held out by it");

    [Fact]
    public void Load_NoSuchColumn_IsAFaultThatSuggestsTheNearest()
    {
        var request = Table(["g", "h", "g"]) with { Test = new HeldOutRows(0.5) { By = HeldOutBy.Group, Column = "bye" } };
        AssertFault(LoadFault(request), "data.csv", 1, null, "no column \"bye\" for holding out rows", "Did you mean \"by\"");
    }

    private static string[] Groups(int[] sizes, int seed)
    {
        string[] all = [.. sizes.SelectMany((size, g) => Enumerable.Repeat($"g{g}", size))];
        new Random(seed).Shuffle(all);
        return all;
    }
}

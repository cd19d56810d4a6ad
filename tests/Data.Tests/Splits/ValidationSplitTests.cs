using Granary.Data.Splits;
using Granary.Data.Targets;
using Granary.Numerics.Datasets;

namespace Granary.Data.Tests.Splits;

/// <summary>Rows that are kept for the validation, of those that are no test rows.</summary>
public sealed class ValidationSplitTests : SplitFiles
{
    [Theory]
    [InlineData(HeldOutBy.Row)]
    [InlineData(HeldOutBy.Class)]
    [InlineData(HeldOutBy.Group)]
    [InlineData(HeldOutBy.Time)]
    public void Load_ValidationAndTest_ArePartsOfTheirOwn(HeldOutBy by)
    {
        var column = Enumerable.Range(0, 400).Select(i => by == HeldOutBy.Time ? $"2024-{(i / 28 % 12) + 1:00}-{(i % 28) + 1:00}" : $"g{i % 40}").ToArray();
        for (var seed = 1; seed <= 5; seed++)
        {
            var data = TrainingData.Load(Table(column) with { Test = By(by, 0.25), Validation = By(by, 0.2), Seed = seed });

            int[][] parts = [Rows(data.Train), Rows(data.Validation!), Rows(data.Test!)];
            Assert.All(parts, p => Assert.Equal(p.Order(), p));
            Assert.Equal(Enumerable.Range(0, 400), parts.SelectMany(p => p).Order());
            Assert.InRange(parts[2].Length, 80, 120);
            Assert.InRange(parts[1].Length, 40, 80);

            // Which rows are tested does not depend on whether others are kept for the validation.
            Assert.Equal(Rows(TrainingData.Load(Table(column) with { Test = By(by, 0.25), Seed = seed }).Test!), parts[2]);
        }
    }

    [Fact]
    public void Load_NothingSaidOfTheWay_KeepsTheSharesOfTheClasses()
    {
        var labels = Enumerable.Range(0, 1000).Select(i => i % 50 == 0 ? "rare" : $"c{i % 3}").ToArray();
        var data = TrainingData.Load(Table(labels, labels) with { Validation = new HeldOutRows(0.1) { By = null } });

        Assert.Equal(100, data.Validation!.Rows);
        Assert.Equal([2, 33, 33, 32], Counts(data.Validation).OrderBy(c => c.Key == "rare" ? 0 : 1).ThenByDescending(c => c.Value).Select(c => c.Value));
        Assert.Equal(18, Counts(data.Train)["rare"]);
    }

    [Fact]
    public void Load_NumbersToPredict_AreKeptByRow()
    {
        var request = Request("a,label\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"{i},{i}.5\n"))) with { Targets = TargetPreference.Values };
        Assert.Equal(10, TrainingData.Load(request with { Validation = new HeldOutRows(0.1) { By = null } }).Validation!.Rows);
    }

    [Fact]
    public void Load_ValidationSource_IsReadAsTheTrainingSource()
    {
        var request = Request("a;label\n1,5;x\n2,5;y\n3,5;x\n");
        var data = TrainingData.Load(request with { Validation = new OtherSource(Csv("a;label\n2,5;y\n", "validation.csv")) });

        Assert.Equal((3, 1), (data.Train.Rows, data.Validation!.Rows));
        Assert.Equal([1], data.Validation.Labels.ToArray());
        Assert.Equal(2.5f, data.Validation.Features.Span[0]);
        Assert.Null(data.Test);
    }

    [Fact]
    public void Hash_WithValidationRows_IsAnotherOne()
    {
        var rows = Enumerable.Range(0, 40).Select(i => $"g{i}").ToArray();
        var plain = TrainingData.Load(Table(rows));
        var divided = TrainingData.Load(Table(rows) with { Validation = By(HeldOutBy.Row, 0.1) });
        Assert.NotEqual(plain.Hash, divided.Hash);
    }

    private static Dictionary<string, int> Counts(Dataset set) =>
        set.Labels.ToArray().GroupBy(l => set.ClassNames[l]).ToDictionary(g => g.Key, g => g.Count());
}

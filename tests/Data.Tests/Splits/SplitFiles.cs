using Granary.Data.Columns;
using Granary.Data.Splits;
using Granary.Data.Targets;
using Granary.Numerics.Datasets;

namespace Granary.Data.Tests.Splits;

/// <summary>Tables whose feature is the row's number, so that every row can be told after the division.</summary>
public abstract class SplitFiles : DataFiles
{
    /// <summary>Divides a table with the columns "a" (the row's number), "by" and "label".</summary>
    private protected TrainingData Divide(
        HeldOutRows heldOut, long seed, IReadOnlyList<string> by, IReadOnlyList<string>? labels = null) =>
        TrainingData.Load(Table(by, labels) with { Test = heldOut, Seed = seed });

    private protected DataRequest Table(IReadOnlyList<string> by, IReadOnlyList<string>? labels = null)
    {
        var rows = by.Select((text, row) => $"{row},{text},{(labels is null ? $"c{row % 2}" : labels[row])}\n");
        return Request("a,by,label\n" + string.Concat(rows)) with
        {
            Columns = new Dictionary<string, ColumnOptions> { ["a"] = new() { Type = ColumnType.Number } },
            Features = ["a"],
            Targets = TargetPreference.Classes,
        };
    }

    private protected static HeldOutRows By(HeldOutBy by, double fraction) =>
        new(fraction) { By = by, Column = by is HeldOutBy.Group or HeldOutBy.Time ? "by" : null };

    protected static int[] Rows(Dataset dataset) => [.. dataset.Features.Span.ToArray().Select(x => (int)x)];

    /// <summary>Asserts that no row is lost or in both parts, that both have rows, and that these are in the order of the file.</summary>
    private protected static void AssertParts(TrainingData data, int rows)
    {
        var (train, test) = (Rows(data.Train), Rows(data.Test!));
        Assert.NotEmpty(train);
        Assert.NotEmpty(test);
        Assert.Equal(train.Order(), train);
        Assert.Equal(test.Order(), test);
        Assert.Equal(Enumerable.Range(0, rows), train.Concat(test).Order());
    }

    /// <summary>The nearest whole number of rows, at least one and not all.</summary>
    protected static int Wanted(int rows, double fraction) =>
        Math.Clamp((int)Math.Round(fraction * rows, MidpointRounding.AwayFromZero), 1, rows - 1);
}

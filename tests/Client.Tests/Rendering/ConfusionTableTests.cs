using Granary.Client.Rendering;

namespace Granary.Client.Tests.Rendering;

public sealed class ConfusionTableTests
{
    private static readonly string[] Iris = ["setosa", "versicolor", "virginica"];

    [Fact]
    public void Lines_RoomEnough_ShowsNames() => Assert.Equal(
        [
            "confusion matrix: rows are true classes, columns predicted",
            "               setosa versicolor  virginica",
            "setosa             12          ·          ·",
            "versicolor          ·          9          2",
            "virginica           ·          1         10",
        ],
        Text(Iris, [12, 0, 0, 0, 9, 2, 0, 1, 10], 60));

    [Fact]
    public void Lines_LessRoom_CutsNames() => Assert.Equal(
        [
            "confusion matrix: …",
            "     set… ver… vir…",
            "set… 1000    ·    ·",
            "ver…    ·    9    2",
            "vir…    ·    1   10",
        ],
        Text(Iris, [1000, 0, 0, 0, 9, 2, 0, 1, 10], 19));

    [Fact]
    public void Lines_NoRoomForTheTable_NamesThePairsMixedUpMost() => Assert.Equal(
        ["confusion matr…", "  2 of 'versic…", "  1 of 'virgin…"],
        Text(Iris, [1000, 0, 0, 0, 9, 2, 0, 1, 10], 15));

    [Fact]
    public void Lines_MoreThan20Classes_NamesThePairsMixedUpMost()
    {
        var names = Enumerable.Range(0, 21).Select(i => $"c{i}").ToArray();
        var confusion = new int[21 * 21];
        for (var i = 1; i < 8; i++)
        {
            confusion[i] = i * 1000;
        }

        Assert.Equal(
            [
                "confusion matrix: 28,000 test rows misclassified; most often",
                "  7,000 of 'c0' predicted as 'c7'",
                "  6,000 of 'c0' predicted as 'c6'",
                "  5,000 of 'c0' predicted as 'c5'",
                "  4,000 of 'c0' predicted as 'c4'",
                "  3,000 of 'c0' predicted as 'c3'",
            ],
            Text(names, confusion, 80));
        Assert.Equal(["confusion matrix: no errors among 21 classes"], Text(names, new int[21 * 21], 80));
    }

    [Fact]
    public void Lines_CountsThatDoNotFitTheClasses_ShowNothing() => Assert.Empty(Text(Iris, [1, 2, 3], 80));

    private static string[] Text(string[] classes, int[] confusion, int width) =>
        [.. ConfusionTable.Lines(classes, confusion, width).Select(l => l.ToString())];
}

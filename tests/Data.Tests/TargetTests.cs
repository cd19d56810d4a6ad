using Granary.Data.Columns;
using Granary.Data.Targets;
using Granary.Numerics.Datasets;

namespace Granary.Data.Tests;

public class TargetTests : DataFiles
{
    private Dataset Train(bool oneOutputSquaredError, params string[] labels)
    {
        var csv = "a,label\n" + string.Concat(labels.Select(label => $"0,{label}\n"));
        return TrainingData.Load(Request(csv) with { Targets = oneOutputSquaredError ? TargetPreference.Values : TargetPreference.Classes }).Train;
    }

    [Fact]
    public void Load_NumberClasses_AreSortedAsNumbers()
    {
        var train = Train(false, "10", "9", "-1", "1e1", "2.5");
        Assert.Equal(TargetKind.Classes, train.Targets);
        Assert.Equal(["-1", "2.5", "9", "10"], train.ClassNames);
        Assert.Equal([3, 2, 0, 3, 1], train.Labels.ToArray());
    }

    [Fact]
    public void Load_LargeNumberClasses_StayApart()
    {
        var train = Train(false, "9007199254740993", "9007199254740992");
        Assert.Equal(["9007199254740992", "9007199254740993"], train.ClassNames);
    }

    [Fact]
    public void Load_TextClasses_AreSortedByTheirCodes()
    {
        var train = Train(false, "b", "a", "B", "é", "10", "9", " a ");
        Assert.Equal(["10", "9", "B", "a", "b", "é"], train.ClassNames);
        Assert.Equal([4, 3, 2, 5, 0, 1, 3], train.Labels.ToArray());
        Assert.Equal(6, train.Outputs);
        Assert.Empty(train.Values.ToArray());
    }

    [Fact]
    public void Load_NumbersForOneOutputAndSquaredError_AreValues()
    {
        var train = Train(true, "10", "9.5", "-1e-2", "10");
        Assert.Equal(TargetKind.Values, train.Targets);
        Assert.Equal([10f, 9.5f, -0.01f, 10f], train.Values.ToArray());
        Assert.Equal(1, train.Outputs);
        Assert.Empty(train.ClassNames);
        Assert.Empty(train.Labels.ToArray());
    }

    [Fact]
    public void Load_TextForOneOutputAndSquaredError_IsClasses()
    {
        var train = Train(true, "10", "ten", "10");
        Assert.Equal(TargetKind.Classes, train.Targets);
        Assert.Equal([0, 1, 0], train.Labels.ToArray());
    }

    [Fact]
    public void Load_OneValueOnly_IsAllowed() => Assert.Equal([3f, 3f], Train(true, "3", "3").Values.ToArray());

    [Fact]
    public void Load_IdxForOneOutputAndSquaredError_IsValues()
    {
        var data = TrainingData.Load(Plain(Idx(7, 2)) with { Targets = TargetPreference.Values, Columns = new AllNumbers(["label"]) });
        Assert.Equal([7f, 2f], data.Train.Values.ToArray());
    }

    [Fact]
    public void Load_LabelsThatHardlyRepeat_AreAFaultUnlessTheyAreSaidToBeClasses()
    {
        var request = new DataRequest(Csv("a,label\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{i} %\n")))) { Labels = ["label"] };
        AssertFault(LoadFault(request), "data.csv", 2, 2, "30 different labels in 30 rows", "\"0 %\"", "\"category\"");
        var given = request with { Columns = new Dictionary<string, ColumnOptions> { ["label"] = new() { Type = ColumnType.Category } } };
        Assert.Equal(30, TrainingData.Load(given).Train.ClassNames.Count);
    }

    [Fact]
    public void FillTarget_SeveralOutputs_IsOneHot()
    {
        var train = Train(false, "c", "a", "b");
        var target = new float[] { 9, 9, 9 };
        train.FillTarget(0, target);
        Assert.Equal([0f, 0, 1], target);
        train.FillTarget(1, target);
        Assert.Equal([1f, 0, 0], target);
    }

    [Fact]
    public void FillTarget_OneOutputAndTwoClasses_IsTheClass()
    {
        var train = Train(false, "yes", "no");
        var target = new float[1];
        train.FillTarget(0, target);
        Assert.Equal(1f, target[0]);
        train.FillTarget(1, target);
        Assert.Equal(0f, target[0]);
    }

    [Fact]
    public void FillTarget_Values_IsTheValue()
    {
        var target = new float[1];
        Train(true, "1", "2.5").FillTarget(1, target);
        Assert.Equal(2.5f, target[0]);
    }

    [Fact]
    public void FillTarget_WrongLength_SaysBoth()
    {
        var exception = Assert.Throws<ArgumentException>(() => Train(false, "a", "b", "c").FillTarget(0, new float[2]));
        Assert.Contains("Found 2 outputs, expected 3", exception.Message);
    }

    [Theory]
    [InlineData(3, 3, true)]
    [InlineData(3, 1, false)]
    [InlineData(2, 1, true)]
    [InlineData(2, 2, true)]
    [InlineData(2, 3, false)]
    public void FitsOutputs_Classes_WantsOneEachOrOneForTwo(int classes, int outputs, bool fits) =>
        Assert.Equal(fits, Train(false, [.. Enumerable.Range(0, classes).Select(c => $"{c}")]).FitsOutputs(outputs));

    [Fact]
    public void FitsOutputs_Values_WantsOne()
    {
        Assert.True(Train(true, "1", "2").FitsOutputs(1));
        Assert.False(Train(true, "1", "2").FitsOutputs(2));
    }

    [Theory]
    [InlineData(new[] { 0.1f, 0.7f, 0.2f }, 1)]
    [InlineData(new[] { 0.5f, 0.5f, 0.5f }, 0)]
    [InlineData(new[] { -3f, -2f, -2f }, 1)]
    public void Predict_SeveralOutputs_IsTheFirstLargest(float[] output, int expected)
    {
        var train = Train(false, "a", "b", "c");
        Assert.Equal(expected, train.TargetNames.ClassOf(output));
        Assert.All([0, 1, 2], row => Assert.Equal(row == expected, train.IsCorrect(row, output)));
    }

    [Theory]
    [InlineData(0.4999999f, 0)]
    [InlineData(0.5f, 1)]
    [InlineData(1f, 1)]
    public void Predict_OneOutput_SplitsAtOneHalf(float output, int expected) =>
        Assert.Equal(expected, Train(false, "no", "yes").TargetNames.ClassOf([output]));

    [Fact]
    public void Predict_Values_IsRefused() =>
        Assert.Throws<InvalidOperationException>(() => Train(true, "1", "2").TargetNames.ClassOf([1f]));
}

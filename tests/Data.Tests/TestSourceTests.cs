using Granary.Data.Faults;
using Granary.Data.Scaling;
using Granary.Data.Splits;
using Granary.Data.Targets;

namespace Granary.Data.Tests;

public class TestSourceTests : DataFiles
{
    private const string Train = "a,b,label\n1,2,5\n3,4,7\n";

    private DataRequest With(string test, string train = Train) =>
        Request(train) with { Test = new OtherSource(Csv(test, "test.csv")) };

    [Fact]
    public void Load_TestSource_IsReadIntoTheTrainingColumnsAndClasses()
    {
        var test = TrainingData.Load(With("label,b,a\n7.0,8,9\n5,6,7\n")).Test!;
        Assert.Equal(["a", "b"], test.FeatureNames);
        Assert.Equal([9f, 8, 7, 6], test.Features.Span.ToArray());
        Assert.Equal([1, 0], test.Labels.ToArray());
        Assert.Equal(["5", "7"], test.ClassNames);
    }

    [Fact]
    public void Load_TestSourceWithOneClass_IsAllowed() =>
        Assert.Equal([1], TrainingData.Load(With("a,b,label\n1,2,7\n")).Test!.Labels.ToArray());

    [Fact]
    public void Load_ColumnMissingInTest_SaysSo() =>
        AssertFault(LoadFault(With("a,label\n1,5\n")), "test.csv", 1, null, "no column \"b\" for a feature");

    [Fact]
    public void Load_LabelMissingInTest_SaysSo() =>
        AssertFault(LoadFault(With("a,b\n1,2\n")), "test.csv", 1, null, "no column \"label\"");

    [Fact]
    public void Load_ColumnOnlyInTest_IsAFaultUnlessFeaturesAreListed()
    {
        var request = With("a,b,c,label\n1,2,3,5\n");
        AssertFault(LoadFault(request), "test.csv", 1, 3, "\"c\" is not in the training data");
        Assert.Equal([1f, 2], TrainingData.Load(request with { Features = ["a", "b"] }).Test!.Features.Span.ToArray());
    }

    [Fact]
    public void Load_ClassOnlyInTest_SaysItsFirstLineAndTheClasses()
    {
        var fault = LoadFault(With("a,b,label\n1,2,5\n1,2,8\n1,2,8\n"));
        AssertFault(fault, "test.csv", 3, 3, "\"8\" does not occur in the training data", "\"5\", \"7\"");
    }

    [Fact]
    public void Load_TextAmongTestValues_SaysItsLine()
    {
        var request = With("a,b,label\n1,2,5\n1,2,five\n") with { Targets = TargetPreference.Values };
        AssertFault(LoadFault(request), "test.csv", 3, 3, "\"five\", expected a number");
    }

    [Fact]
    public void Load_FaultsInBothFiles_AreOneList()
    {
        var request = With("a,b,label\n?,2,5\n", "a,b,label\n1,2,5\n1,?,7\n");
        var faults = Assert.Throws<DataException>(() => TrainingData.Load(request)).Faults;
        Assert.Equal(2, faults.Count);
        AssertFault(faults[0], "data.csv", 3, 2, "\"?\"", "\"b\"");
        AssertFault(faults[1], "test.csv", 2, 1, "\"?\"", "\"a\"");
    }

    [Fact]
    public void Load_BadHeaderInTrain_StillReadsTheTestFile()
    {
        var exception = Assert.Throws<DataException>(() => TrainingData.Load(With("a,b,label\n?,2,5\n", "a,b,digit\n1,2,5\n")));
        Assert.Equal(["data.csv", "test.csv"], exception.Faults.Select(f => Path.GetFileName(f.File)));
    }

    [Fact]
    public void Load_TestSourceOfTheOtherFormat_IsRefused()
    {
        var idx = Idx(5, 7);
        AssertFileFault(LoadFault(Request(Train) with { Test = new OtherSource(idx) }), "images", "Found array data");
        AssertFileFault(
            LoadFault(new DataRequest(idx) { Test = new OtherSource(Csv(Train)) }), "data.csv", "Found table data");
    }

    [Fact]
    public void Load_IdxTestWithOtherRowLength_SaysBoth()
    {
        var train = Idx(5, 7);
        var test = train with { Images = Write("test", IdxBytes([2, 3], new byte[6])) };
        AssertFileFault(
            LoadFault(new DataRequest(train) { Test = new OtherSource(test) }), "test", "Found 3 features", "expected 4");
    }

    [Fact]
    public void Load_IdxTestWithOtherClass_SaysSo()
    {
        var train = Idx(5, 7);
        var test = train with { Labels = Write("test", IdxBytes([2], [5, 6])) };
        AssertFileFault(
            LoadFault(new DataRequest(train) { Test = new OtherSource(test) }), "test", "\"6\" does not occur");
    }

    [Fact]
    public void Read_OtherRows_GetTheTrainingScalingAndClasses()
    {
        var data = TrainingData.Load(Request(Train) with { Scaling = FeatureScaling.MinMax });
        var other = data.Encodings.Read(Csv("label,a,b\n7,5,0\n", "other.csv"));
        Assert.Equal([2f, -1], other.Features.Span.ToArray());
        Assert.Equal([1], other.Labels.ToArray());
        AssertFault(Fault(() => data.Encodings.Read(Csv("a,b,label\n1,2,9\n", "other.csv"))), "other.csv", 2, 3, "\"9\" does not occur");
        AssertFileFault(Fault(() => data.Encodings.Read(Idx(1, 2))), "images", "Found array data");
    }

    [Theory]
    [InlineData("b,a\n0,5\n")]
    [InlineData("label,a,name,b\n,5,anybody,0\n")]
    public void ReadWithoutTargets_Csv_NeedsTheFeaturesOnly(string csv)
    {
        var data = TrainingData.Load(Request(Train) with { Scaling = FeatureScaling.MinMax });
        var other = data.Encodings.ReadWithoutTargets(Csv(csv, "other.csv"));
        Assert.Equal([2f, -1], other.Features.Span.ToArray());
        Assert.False(other.HasTargets);
        Assert.Equal("7", other.ClassNames[other.TargetNames.ClassOf([0.1f, 0.9f])]);
    }

    [Fact]
    public void ReadWithoutTargets_Idx_LeavesTheLabelsUnread()
    {
        var source = Idx(5, 7);
        var data = TrainingData.Load(new DataRequest(source));
        var other = data.Encodings.ReadWithoutTargets(source with { Labels = Path.Combine(Folder, "no-such-file") });
        Assert.Equal(data.Train.Features.Span.ToArray(), other.Features.Span.ToArray());
        Assert.False(other.HasTargets);
    }
}

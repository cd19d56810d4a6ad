using Granary.Data.Faults;
using Granary.Data.Scaling;
using Granary.Data.Splits;
using Granary.Data.Targets;

namespace Granary.Data.Tests;

public class RowWeightTests : DataFiles
{
    private const string Table = "a,often,b,label\n1,2,x,p\n2,0,y,q\n3,0.5,x,p\n4,1,y,q\n";

    [Fact]
    public void Load_WeightColumn_IsTheWeightsOfTheTrainingRowsAndNoFeature()
    {
        var data = TrainingData.Load(Weighted(Table));

        Assert.Equal([2, 0, 0.5f, 1], data.Train.Weights.ToArray());
        Assert.Equal(["a", "b=y"], data.Train.FeatureNames);
        Assert.NotEqual(TrainingData.Load(Weighted(Table.Replace("0.5", "0.25", StringComparison.Ordinal))).Hash, data.Hash);
    }

    [Fact]
    public void Load_ListedFeatures_NeedNotHaveIt()
    {
        var data = TrainingData.Load(Weighted(Table) with { Features = ["a"] });

        Assert.Equal([2, 0, 0.5f, 1], data.Train.Weights.ToArray());
        Assert.Equal(["a"], data.Train.FeatureNames);
    }

    [Fact]
    public void Load_HeldOutRows_TakeTheirWeightsWithThem()
    {
        var data = TrainingData.Load(Weighted(Table) with { Features = ["a"], Test = new HeldOutRows(0.5) { By = HeldOutBy.Row } });

        float[] all = [2, 0, 0.5f, 1];
        Assert.Equal(data.Train.Features.Span.ToArray().Select(a => all[(int)a - 1]), data.Train.Weights.ToArray());
        Assert.Empty(data.Test!.Weights.ToArray());
    }

    [Fact]
    public void Load_OtherSource_NeedNotHaveIt()
    {
        var test = Csv("a,b,label\n1,x,p\n", "test.csv");

        Assert.Equal(1, TrainingData.Load(Weighted(Table) with { Test = new OtherSource(test) }).Test!.Rows);
    }

    [Theory]
    [InlineData("a,often,label\n1,-1,p\n2,1,q\n", "line 2, column 2: Found the weight -1, expected a number of at least 0.")]
    [InlineData("a,often,label\n1,0,p\n2,0,q\n", "Each training row has the weight 0")]
    [InlineData("a,often,label\n1,,p\n2,1,q\n", "line 2, column 2")]
    [InlineData("a,often,label\n1,much,p\n2,1,q\n", "line 2, column 2")]
    [InlineData("a,oft,label\n1,1,p\n2,1,q\n", "for the weights of rows.")]
    public void Load_WeightsThatAreNone_AreFaults(string csv, string expected)
    {
        var error = Assert.Throws<DataException>(() => TrainingData.Load(Weighted(csv)));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private DataRequest Weighted(string csv) => new(Csv(csv)) { Labels = ["label"], Weight = "often", Scaling = FeatureScaling.None, Targets = TargetPreference.Classes };
}

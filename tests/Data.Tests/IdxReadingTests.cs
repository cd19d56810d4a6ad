using Granary.Data.Sources;

namespace Granary.Data.Tests;

public class IdxReadingTests : DataFiles
{
    [Fact]
    public void Load_Images_GivesOneRowAnImage()
    {
        var data = TrainingData.Load(new DataRequest(Idx(7, 2, 11, 2)));
        Assert.Equal((4, 4), (data.Train.Rows, data.Train.FeatureCount));
        Assert.Equal([8f, 9, 10, 11], data.Train.Row(2).ToArray());
        Assert.Equal(["x0", "x1", "x2", "x3"], data.Train.FeatureNames);
        Assert.Equal(["2", "7", "11"], data.Train.ClassNames);
        Assert.Equal([1, 0, 2, 0], data.Train.Labels.ToArray());
    }

    [Theory]
    [InlineData(new[] { 2, 6 }, 6)]
    [InlineData(new[] { 2, 2, 3 }, 6)]
    [InlineData(new[] { 2, 1, 2, 3 }, 6)]
    [InlineData(new[] { 2, 1 }, 1)]
    public void Load_AnyRankFromTwo_MultipliesTheRest(int[] dimensions, int features)
    {
        var bytes = Enumerable.Range(250 - (2 * features), 2 * features).Select(i => (byte)i).ToArray();
        var source = Idx(0, 1) with { Images = Write("other", IdxBytes(dimensions, bytes)) };
        var data = TrainingData.Load(new DataRequest(source));
        Assert.Equal(features, data.Train.FeatureCount);
        Assert.Equal(bytes.Select(b => (float)b), data.Train.Features.Span.ToArray());
    }

    [Fact]
    public void Load_MoreRowsThanABlock_KeepsTheirOrder()
    {
        const int Rows = 3000;
        var pixels = new byte[Rows * 200];
        var labels = new byte[Rows];
        new Random(3).NextBytes(pixels);
        new Random(4).NextBytes(labels);
        var source = new IdxSource(Write("i", IdxBytes([Rows, 10, 20], pixels)), Write("l", IdxBytes([Rows], labels)));
        var data = TrainingData.Load(new DataRequest(source));
        Assert.Equal(pixels.Select(p => (float)p), data.Train.Features.Span.ToArray());
        Assert.Equal(labels.Select(l => $"{l}"), data.Train.Labels.ToArray().Select(c => data.Train.ClassNames[c]));
    }
}

using System.Buffers.Binary;
using Granary.Data.Sources;
using Granary.Data.Targets;

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
    [InlineData(new[] { 2 }, 1)]
    public void Load_AnyRank_MultipliesTheRest(int[] dimensions, int features)
    {
        var bytes = Enumerable.Range(250 - (2 * features), 2 * features).Select(i => (byte)i).ToArray();
        var source = Idx(0, 1) with { Images = Write("other", IdxBytes(dimensions, bytes)) };
        var data = TrainingData.Load(new DataRequest(source));
        Assert.Equal(features, data.Train.FeatureCount);
        Assert.Equal(bytes.Select(b => (float)b), data.Train.Features.Span.ToArray());
    }

    [Fact]
    public void Load_AnyTypeOfNumber_IsReadWithItsSign()
    {
        float[] expected = [-3, 100, 7, 0];
        byte[][] files =
        [
            IdxNumbers<sbyte>(0x09, [2, 2], [-3, 100, 7, 0], (bytes, value) => bytes[0] = (byte)value),
            IdxNumbers<short>(0x0B, [2, 2], [-3, 100, 7, 0], BinaryPrimitives.WriteInt16BigEndian),
            IdxNumbers(0x0C, [2, 2], [-3, 100, 7, 0], BinaryPrimitives.WriteInt32BigEndian),
            IdxNumbers(0x0D, [2, 2], expected, BinaryPrimitives.WriteSingleBigEndian),
            IdxNumbers<double>(0x0E, [2, 2], [-3, 100, 7, 0], BinaryPrimitives.WriteDoubleBigEndian),
        ];
        Assert.All(files, file =>
        {
            var data = TrainingData.Load(new DataRequest(Idx(0, 1) with { Images = Write("numbers", file) }));
            Assert.Equal(expected, data.Train.Features.Span.ToArray());
        });
    }

    [Fact]
    public void Load_LabelsOfFloats_AreValuesOrClasses()
    {
        var labels = Write("floats", IdxNumbers(0x0D, [3], [0.1f, -2.5f, 0.1f], BinaryPrimitives.WriteSingleBigEndian));
        var request = Plain(Idx(0, 1, 2) with { Labels = labels });
        Assert.Equal(["-2.5", "0.1"], TrainingData.Load(request).Train.ClassNames);
        var values = TrainingData.Load(request with { Targets = TargetPreference.Values, Columns = new AllNumbers(["label"]) }).Train.Values;
        Assert.Equal([0.1f, -2.5f, 0.1f], values.ToArray());
    }

    // QMNIST's labels: eight numbers each, the digit first, then who wrote it and where it is.
    [Fact]
    public void Load_MatrixOfLabels_TakesTheColumnChosen()
    {
        var labels = Write("matrix", IdxNumbers(0x0C, [3, 3], [5, 2600, 1, 0, 2601, 2, 5, 2600, 3], BinaryPrimitives.WriteInt32BigEndian));
        var request = new DataRequest(Idx(0, 1, 2) with { Labels = labels });
        Assert.Equal(["0", "5"], TrainingData.Load(request with { Labels = ["c1"] }).Train.ClassNames);
        Assert.Equal(["1", "2", "3"], TrainingData.Load(request with { Labels = ["c3"] }).Train.ClassNames);
        AssertFileFault(LoadFault(request), "matrix", "Found 3 numbers for each label", "\"c1\" to \"c3\"");
    }

    [Fact]
    public void Load_MoreRowsThanABlock_KeepsTheirOrder()
    {
        const int Rows = 3000;
        var pixels = new byte[Rows * 200];
        var labels = new byte[Rows];
        new Random(3).NextBytes(pixels);
        new Random(4).NextBytes(labels);
        var source = new ArraySource(Write("i", IdxBytes([Rows, 10, 20], pixels)), Write("l", IdxBytes([Rows], labels)));
        var data = TrainingData.Load(new DataRequest(source));
        Assert.Equal(pixels.Select(p => (float)p), data.Train.Features.Span.ToArray());
        Assert.Equal(labels.Select(l => $"{l}"), data.Train.Labels.ToArray().Select(c => data.Train.ClassNames[c]));
    }
}

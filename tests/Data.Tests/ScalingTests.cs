using Granary.Data.Encodings;
using Granary.Data.Scaling;
using Granary.Data.Splits;

namespace Granary.Data.Tests;

public class ScalingTests : DataFiles
{
    // Column by column of a row-major matrix.
    private static float[] Scaled(FeatureScaling scaling, int columns, params float[] features)
    {
        for (var c = 0; c < columns; c++)
        {
            double[] numbers = [.. features.Where((_, i) => i % columns == c).Select(x => (double)x)];
            var fitted = ColumnScaling.Fit(scaling, numbers);
            for (var r = 0; r < numbers.Length; r++)
            {
                features[(r * columns) + c] = fitted.Apply(numbers[r]);
            }
        }

        return features;
    }

    [Fact]
    public void Apply_None_ChangesNothing() => Assert.Equal([1f, -2, 3], Scaled(FeatureScaling.None, 1, 1, -2, 3));

    [Fact]
    public void Apply_Factor_Multiplies() => Assert.Equal([0.5f, -1, 8], Scaled(FeatureScaling.By(0.5f), 1, 1, -2, 16));

    [Fact]
    public void Apply_MinMax_GivesZeroToOneByColumn() =>
        Assert.Equal([0f, 1, 0.25f, 0, 1, 0.5f], Scaled(FeatureScaling.MinMax, 2, -1, 30, 0, 10, 3, 20));

    [Fact]
    public void Apply_Standardize_GivesMeanZeroAndDeviationOneByColumn() =>
        Assert.Equal([-1f, -1, 1, -1, -1, 1, 1, 1], Scaled(FeatureScaling.Standardize, 2, 2, 10, 6, 10, 2, 30, 6, 30));

    [Fact]
    public void Apply_ConstantColumn_GivesExactlyZero()
    {
        // The float64 mean of ten times 0.1f is not 0.1f: only knowing that the column is constant gives 0.
        var tenths = Enumerable.Repeat(0.1f, 10).ToArray();
        Assert.All(Scaled(FeatureScaling.Standardize, 1, [.. tenths]), x => Assert.Equal(0f, x));
        Assert.All(Scaled(FeatureScaling.MinMax, 1, [.. tenths]), x => Assert.Equal(0f, x));
    }

    [Fact]
    public void Fit_ManyRows_FollowsTheDefinitionInFloat64()
    {
        var random = new Random(8);
        // The definition, summed by another method, in another order: 1e-10 is 1000 times what the roundings can add up to.
        var features = Enumerable.Range(0, 3000).Select(_ => random.NextSingle() * 100).ToArray();
        for (var column = 0; column < 3; column++)
        {
            var values = features.Where((_, i) => i % 3 == column).Select(x => (double)x).ToArray();
            var fitted = ColumnScaling.Fit(FeatureScaling.Standardize, values);
            var mean = values.Average();
            Assert.Equal(mean, fitted.Offset, 1e-10);
            Assert.Equal(Math.Sqrt(values.Average(v => (v - mean) * (v - mean))), fitted.Divisor, 1e-10);
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void By_FactorOutOfRange_IsRefused(float factor) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FeatureScaling.By(factor));

    [Fact]
    public void Load_TestRowsWithAnOutlier_DoNotTouchTheFit()
    {
        var train = Request("a,b,label\n0,5,x\n10,5,y\n");
        var test = new OtherSource(Csv("a,b,label\n1000,7,x\n", "test.csv"));
        var minMax = TrainingData.Load(train with { Scaling = FeatureScaling.MinMax, Test = test });
        Assert.Equal([0f, 0, 1, 0], minMax.Train.Features.Span.ToArray());
        Assert.Equal([100f, 2], minMax.Test!.Features.Span.ToArray());

        var standardized = TrainingData.Load(train with { Scaling = FeatureScaling.Standardize, Test = test });
        Assert.Equal([-1f, 0, 1, 0], standardized.Train.Features.Span.ToArray());
        Assert.Equal([199f, 2], standardized.Test!.Features.Span.ToArray());
        var scalings = standardized.Encodings.Columns.Cast<NumberEncoding>().Select(e => e.Scaling).ToArray();
        Assert.Equal([(5d, 5d), (5d, 1d)], scalings.Select(s => (s.Offset, s.Divisor)));
    }

    [Fact]
    public void Load_HeldOutOutlier_DoesNotTouchTheFit()
    {
        // Whichever rows are held out, the training rows alone fill [0, 1]; a held-out outlier lies outside.
        var csv = "a,label\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{(i == 7 ? 1000 : i)},c{i % 2}\n"));
        var outside = 0;
        for (var seed = 0; seed < 40; seed++)
        {
            var request = Request(csv) with { Scaling = FeatureScaling.MinMax, Test = new HeldOutRows(0.3), Seed = seed };
            var data = TrainingData.Load(request);
            var train = data.Train.Features.Span.ToArray();
            Assert.Equal((0f, 1f), (train.Min(), train.Max()));
            outside += data.Test!.Features.Span.ToArray().Max() > 40 ? 1 : 0;
        }

        Assert.InRange(outside, 1, 39);
    }

    [Fact]
    public void Load_ScaledBeyondFloat32_SaysWhere()
    {
        var request = Request("skipped,a,label\n0,1,x\n0,3e38,y\n") with { Features = ["a"], Scaling = FeatureScaling.By(2) };
        AssertFault(LoadFault(request), "data.csv", 3, 2, "3E+38", "\"a\"", "beyond the range");
    }

    [Fact]
    public void Load_IdxWithFactor_ScalesPixels()
    {
        var data = TrainingData.Load(new DataRequest(Idx(0, 1)) { Scaling = FeatureScaling.By(1 / 255f) });
        Assert.Equal(Enumerable.Range(0, 8).Select(i => i * (1 / 255f)), data.Train.Features.Span.ToArray());
    }
}

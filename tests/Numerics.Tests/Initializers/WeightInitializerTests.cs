using Granary.Formulas.Activations;
using Granary.Formulas.Initializers;
using Granary.Numerics.Layers;
using Granary.Numerics.Tests.Lanes;
using MathNet.Numerics.Statistics;

namespace Granary.Numerics.Tests.Initializers;

public class WeightInitializerTests
{
    private static readonly LayerShape Layer = new(500, 300, Activation.Relu);

    // Of 150000 weights the mean has a standard error of 0.0026 deviations and the deviation one of 0.0018 of itself.
    [Theory]
    [InlineData(Initializer.Xavier, 0.0447214)] // 1 / sqrt(500)
    [InlineData(Initializer.He, 0.0632456)] // sqrt(2 / 500)
    [InlineData(Initializer.Glorot, 0.05)] // sqrt(6 / 800) / sqrt(3)
    public void Fill_WholeLayer_HasTheMomentsOfTheDistribution(Initializer initializer, double deviation)
    {
        var weights = Fill(initializer, Layer, 0, Layer.Outputs)[..150_000].Select(w => (double)w).ToArray();
        Assert.Equal(0, weights.Mean(), 0.01 * deviation);
        Assert.Equal(deviation, weights.StandardDeviation(), 0.01 * deviation);
    }

    [Fact]
    public void Fill_Glorot_StaysWithinItsLimits()
    {
        var limit = Math.Sqrt(6.0 / 800);
        var weights = Fill(Initializer.Glorot, Layer, 0, Layer.Outputs)[..150_000];
        Assert.InRange(weights.Max(), 0.999 * limit, limit);
        Assert.InRange(weights.Min(), -limit, -0.999 * limit);
    }

    [Theory]
    [InlineData(Initializer.Xavier)]
    [InlineData(Initializer.He)]
    [InlineData(Initializer.Glorot)]
    public void Fill_LayerInSlices_GetsTheWeightsOfTheWholeLayer(Initializer initializer)
    {
        var layer = new LayerShape(7, 30, Activation.Tanh);
        var whole = Fill(initializer, layer, 0, 30);
        foreach (var neurons in new[] { 1, 4, 11 })
        {
            for (var first = 0; first < 30; first += neurons)
            {
                var count = Math.Min(neurons, 30 - first);
                var part = Fill(initializer, layer, first, count);
                SameBits.AssertEqual(whole.AsSpan(first * 7, count * 7), part.AsSpan(0, count * 7), $"neurons from {first}");
            }
        }
    }

    [Fact]
    public void Fill_AnySlice_ClearsTheBiases()
    {
        var parameters = Enumerable.Repeat(5f, 30).ToArray();
        WeightInitializer.Fill(Initializer.He, new(5, 20, Activation.Relu), new(0, 0, 10, 5, 5), 1, parameters);
        Assert.All(parameters[25..], bias => Assert.Equal(0, bias));
        Assert.DoesNotContain(5f, parameters);
    }

    [Fact]
    public void Fill_AnotherLayerOrSeed_GetsOtherWeights()
    {
        var layer = new LayerShape(3, 2, Activation.Relu);
        var first = new float[8];
        var other = new float[8];
        var reseeded = new float[8];
        WeightInitializer.Fill(Initializer.Xavier, layer, new(0, 0, 0, 2, 3), 1, first);
        WeightInitializer.Fill(Initializer.Xavier, layer, new(1, 0, 0, 2, 3), 1, other);
        WeightInitializer.Fill(Initializer.Xavier, layer, new(0, 0, 0, 2, 3), 2, reseeded);
        Assert.All(Enumerable.Range(0, 6), i => Assert.Equal(3, new[] { first[i], other[i], reseeded[i] }.Distinct().Count()));
    }

    [Fact]
    public void Fill_SliceOfAnotherLayer_SaysWhatItFound()
    {
        var error = Assert.Throws<ArgumentException>(
            () => WeightInitializer.Fill(Initializer.He, new(5, 20, Activation.Relu), new(0, 0, 16, 5, 5), 1, new float[30]));
        Assert.Contains("from 16 to 20", error.Message);
        Assert.Throws<ArgumentException>(
            () => WeightInitializer.Fill(Initializer.He, new(4, 20, Activation.Relu), new(0, 0, 0, 5, 5), 1, new float[30]));
        Assert.Throws<ArgumentException>(
            () => WeightInitializer.Fill(Initializer.He, new(5, 20, Activation.Relu), new(0, 0, 0, 5, 5), 1, new float[29]));
    }

    [Fact]
    public void Fill_UnknownInitializer_NamesTheKnownOnes()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => WeightInitializer.Fill((Initializer)99, new(1, 1, Activation.Relu), new(0, 0, 0, 1, 1), 1, new float[2]));
        Assert.Contains("Glorot", error.Message);
    }

    private static float[] Fill(Initializer initializer, LayerShape layer, int firstNeuron, int neurons)
    {
        var slice = new SliceShape(0, 0, firstNeuron, neurons, layer.Inputs);
        var parameters = new float[slice.Length];
        WeightInitializer.Fill(initializer, layer, slice, 4, parameters);
        return parameters;
    }
}

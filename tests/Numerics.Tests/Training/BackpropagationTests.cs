using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Numerics.Datasets;
using Granary.Numerics.Kernels.Dispatch;
using Granary.Numerics.Layers;
using Granary.Numerics.Networks;
using Granary.Numerics.Slicing;
using Granary.Numerics.Tests.Memory;
using Granary.Numerics.Threads;
using Granary.Numerics.Training;

namespace Granary.Numerics.Tests.Training;

/// <summary>A chain of three layers of one neuron each, relu and identity before a sigmoid with the cross-entropy.</summary>
public sealed unsafe class BackpropagationTests : IDisposable
{
    private static readonly NetworkShape Network =
        new([1, 1, 1, 1], [Activation.Relu, Activation.Identity, Activation.Sigmoid]);

    private static readonly SliceShape[][] Shapes = SlicePlan.Cut(Network, SliceCut.Whole);

    private readonly ComputeTeam _team = new(1);

    public void Dispose() => _team.Dispose();

    [Theory]
    [InlineData(1, 1, 1, null)]
    [InlineData(float.PositiveInfinity, 1, 1, 0)]
    [InlineData(1, float.NaN, 1, 1)]
    [InlineData(1e30f, 1e30f, 1e-30f, 1)]
    [InlineData(1, 1, float.NaN, 2)]
    [InlineData(1e20f, 1, 1e20f, 2)]
    public void FirstNonFiniteLayer_WeightsThatGrewTooLarge_NamesTheLayer(float first, float second, float third, int? expected)
    {
        var backpropagation = new Backpropagation(Network, Loss.CrossEntropy, MatrixKernels.Create(), _team, 2);
        backpropagation.Load(Rows(1, 2), [1, 0]);
        Forward(backpropagation, first, second, third);
        Assert.Equal(expected, backpropagation.FirstNonFiniteLayer());
    }

    // A smaller batch must not see what a larger one left behind.
    [Fact]
    public void Load_FewerRowsThanBefore_LooksAtTheseOnly()
    {
        var backpropagation = new Backpropagation(Network, Loss.CrossEntropy, MatrixKernels.Create(), _team, 3);
        backpropagation.Load(Rows(1, float.NaN, 3), [0, 1, 2]);
        Forward(backpropagation, 1, 1, 1);
        Assert.Equal(3, backpropagation.RowLosses.Length);
        Assert.Equal(0, backpropagation.FirstNonFiniteLayer());
        backpropagation.Load(Rows(4, float.NaN, 0), [2]);
        Forward(backpropagation, 1, 1, 1);
        Assert.Null(backpropagation.FirstNonFiniteLayer());
        Assert.Equal(0.5f, backpropagation.Output(0)[0]);
        Assert.Equal([MathF.Log(2)], backpropagation.RowLosses.ToArray());
        GC.KeepAlive(backpropagation);
    }

    [Theory]
    [InlineData(1, 3, "found 3 of 1")]
    [InlineData(2, 1, "found 1 of 2")]
    public void Load_RowsThatDoNotFit_SaysWhatWasExpected(int features, int rows, string expected)
    {
        var backpropagation = new Backpropagation(Network, Loss.CrossEntropy, MatrixKernels.Create(), _team, 2);
        var error = Assert.Throws<ArgumentException>(
            () => backpropagation.Load(RandomRows.OfClasses(5, features, 2, seed: 1), new int[rows]));
        Assert.Contains("At most 2 rows of 1 features", error.Message);
        Assert.Contains(expected, error.Message);
    }

    private static Dataset Rows(params float[] features) =>
        Dataset.OfClasses(Buffers.Of(features), ["x"], new int[features.Length], ["no", "yes"]);

    private static void Forward(Backpropagation backpropagation, params float[] weights)
    {
        for (var l = 0; l < weights.Length; l++)
        {
            var parameters = Buffers.Of(weights[l], 0);
            backpropagation.Forward(l, [new Slice(Shapes[l][0], parameters.Pointer)]);
            GC.KeepAlive(parameters);
        }

        backpropagation.EvaluateLoss();
    }
}

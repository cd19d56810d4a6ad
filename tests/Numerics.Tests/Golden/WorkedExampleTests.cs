using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Numerics.Datasets;
using Granary.Numerics.Kernels.Dispatch;
using Granary.Numerics.Layers;
using Granary.Numerics.Memory;
using Granary.Numerics.Networks;
using Granary.Numerics.Slicing;
using Granary.Numerics.Tests.Memory;
using Granary.Numerics.Threads;
using Granary.Numerics.Training;

namespace Granary.Numerics.Tests.Golden;

/// <summary>
/// One step of a 2-3-2 network, small enough for pencil and paper. One row x = (1, 2) with the target t = (1, 0):
/// <code>
///         W (neuron by neuron)        b      z                              y
/// relu    ( 0.5  -0.25)             0.5     0.5 - 0.5 + 0.5   =  0.5      0.5
///         ( 0.25  0.5 )             0       0.25 + 1          =  1.25     1.25
///         (-1     0.25)             0.25   -1 + 0.5 + 0.25    = -0.25     0
/// sigmoid ( 1    -0.4   2)          0       0.5 - 0.5 + 0     =  0        1 / (1 + 1)        = 0.5
///         ( 0.5   0.6  -1)         -0.5     0.25 + 0.75 - 0.5 =  0.5      1 / (1 + exp(-0.5)) = 0.62245933
///
/// J = 1/2 (0.5 - 1)^2 + 1/2 0.62245933^2 = 0.125 + 0.19372781 = 0.31872781
///
/// delta, sigmoid layer: (y - t) y (1 - y)
///   -0.5 0.5 0.5 = -0.125,  0.62245933 0.62245933 0.37754067 = 0.14628025
/// delta, relu layer: the deltas through W, where z is above 0
///   -0.125 + 0.5 0.14628025 = -0.05185987,  0.4 0.125 + 0.6 0.14628025 = 0.13776816,  0
/// with learning rate 1 each weight loses delta y of the neuron before, each bias loses delta.
/// </code>
/// </summary>
public sealed unsafe class WorkedExampleTests : IDisposable
{
    // Half a unit of the eighth printed digit, and one rounding of a float32 below 1.
    private const double Tolerance = 5e-9 + 6e-8;

    private static readonly NetworkShape Network = new([2, 3, 2], [Activation.Relu, Activation.Sigmoid]);
    private static readonly SliceShape[][] Shapes = SlicePlan.Cut(Network, SliceCut.Whole);
    private static readonly float[] Hidden = [0.5f, -0.25f, 0.25f, 0.5f, -1, 0.25f, 0.5f, 0, 0.25f];
    private static readonly float[] Output = [1, -0.4f, 2, 0.5f, 0.6f, -1, 0, -0.5f];

    private readonly ComputeTeam _team = new(1);
    private readonly AlignedBuffer[] _weights = [Buffers.Of(Hidden), Buffers.Of(Output)];
    private readonly AlignedBuffer[] _gradients = [new(Hidden.Length), new(Output.Length)];

    public void Dispose() => _team.Dispose();

    [Fact]
    public void Forward_TwoThreeTwo_GivesTheHandComputedOutputsAndLoss()
    {
        var backpropagation = Propagate();
        AssertClose([0.5, 0.62245933], backpropagation.Output(0));
        Assert.Equal(0.31872781, backpropagation.RowLosses[0], Tolerance);
        GC.KeepAlive(backpropagation);
    }

    [Fact]
    public void Gradient_TwoThreeTwo_IsDeltaTimesTheInputAndDelta()
    {
        Propagate();
        AssertClose(
            [-0.0625, -0.15625, 0, 0.07314012, 0.18285031, 0, -0.125, 0.14628025],
            _gradients[1].Span);
        AssertClose(
            [-0.05185987, -0.10371974, 0.13776816, 0.27553630, 0, 0, -0.05185987, 0.13776816, 0],
            _gradients[0].Span);
    }

    [Fact]
    public void Step_TwoThreeTwo_TakesTheGradientOffEachWeight()
    {
        var settings = new TrainingSettings(Network, Loss.Mse, new OptimizerSettings(OptimizerKind.Sgd, 1), 1)
        {
            Steps = 1,
        };
        var trainer = new SequentialTrainer(settings, Row(), MatrixKernels.Create(), _team);
        trainer.SetParameters(0, Hidden);
        trainer.SetParameters(1, Output);
        trainer.Step();
        AssertClose([0.55185987, -0.14628025, 0.11223185, 0.22446370, -1, 0.25], trainer.Network.Weights[0].ToColumnMajorArray());
        AssertClose([0.55185987, -0.13776816, 0.25], trainer.Network.Biases[0].ToArray());
        AssertClose([1.0625, -0.24375, 2, 0.42685987, 0.41714968, -1], trainer.Network.Weights[1].ToColumnMajorArray());
        AssertClose([0.125, -0.64628025], trainer.Network.Biases[1].ToArray());
        Assert.Equal(0.31872781, trainer.LastLoss, Tolerance);
    }

    private static Dataset Row() => Dataset.OfClasses(Buffers.Of(1, 2), ["x0", "x1"], [0], ["one", "zero"]);

    private Backpropagation Propagate()
    {
        var backpropagation = new Backpropagation(Network, Loss.Mse, MatrixKernels.Create(), _team, 1);
        backpropagation.Load(Row(), [0]);
        backpropagation.Forward(0, Slices(_weights, 0));
        backpropagation.Forward(1, Slices(_weights, 1));
        backpropagation.EvaluateLoss();
        backpropagation.Gradient(1, [0, 1], Slices(_gradients, 1));
        backpropagation.Backward(1, Slices(_weights, 1));
        backpropagation.Gradient(0, [0, 1], Slices(_gradients, 0));
        return backpropagation;
    }

    private static Slice[] Slices(AlignedBuffer[] buffers, int layer) => [new(Shapes[layer][0], buffers[layer].Pointer)];

    private static void AssertClose(double[] expected, ReadOnlySpan<float> found)
    {
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], found[i], Tolerance);
        }
    }
}

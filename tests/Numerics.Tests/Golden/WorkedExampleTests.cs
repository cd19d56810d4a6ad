using Granary.Numerics.Activations;
using Granary.Numerics.Losses;
using Granary.Numerics.Networks;
using Granary.Numerics.Optimizers;

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
public class WorkedExampleTests
{
    // Half a unit of the eighth printed digit, and one rounding of a float32 below 1.
    private const double Tolerance = 5e-9 + 6e-8;

    private static readonly float[] Hidden = [0.5f, -0.25f, 0.25f, 0.5f, -1, 0.25f, 0.5f, 0, 0.25f];
    private static readonly float[] Output = [1, -0.4f, 2, 0.5f, 0.6f, -1, 0, -0.5f];

    [Fact]
    public void Forward_TwoThreeTwo_GivesTheHandComputedOutputs()
    {
        using var training = Create();
        Assert.Equal(0.31872781, training.Forward(), Tolerance);
        AssertClose([0.5, 1.25, 0], training.Outputs[1].Span);
        AssertClose([0.5, 0.62245933], training.Outputs[2].Span);
    }

    [Fact]
    public void Backward_TwoThreeTwo_GivesTheHandComputedDeltas()
    {
        using var training = Create();
        training.Forward();
        training.Backward();
        AssertClose([-0.125, 0.14628025], training.Deltas[2].Span);
        AssertClose([-0.05185987, 0.13776816, 0], training.Deltas[1].Span);
    }

    [Fact]
    public void Step_TwoThreeTwo_TakesDeltaTimesInputOffEachWeight()
    {
        using var training = Create();
        training.Step();
        AssertClose(
            [0.55185987, -0.14628025, 0.11223185, 0.22446370, -1, 0.25, 0.55185987, -0.13776816, 0.25],
            training.Parameters[0].Span);
        AssertClose([1.0625, -0.24375, 2, 0.42685987, 0.41714968, -1, 0.125, -0.64628025], training.Parameters[1].Span);
    }

    private static PlainTraining Create() =>
        new(
            new NetworkShape([2, 3, 2], [Activation.Relu, Activation.Sigmoid]),
            Loss.MeanSquaredError,
            new OptimizerSettings(OptimizerKind.Sgd, 1),
            [[1, 2]],
            [[1, 0]],
            [Hidden, Output]);

    private static void AssertClose(double[] expected, Span<float> found)
    {
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], found[i], Tolerance);
        }
    }
}

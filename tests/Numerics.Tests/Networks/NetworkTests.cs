using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Numerics.Kernels.Dispatch;
using Granary.Numerics.Networks;
using Granary.Numerics.Slicing;
using Granary.Numerics.Tests.Training;
using Granary.Numerics.Threads;
using Granary.Numerics.Training;

namespace Granary.Numerics.Tests.Networks;

public class NetworkTests
{
    public static TheoryData<Activation> Activations => [.. Enum.GetValues<Activation>()];

    // Sums of up to 40 terms of about 1/6, rounded to float32 in an order of MathNet's own; three layers of them.
    private const double Tolerance = 2e-6;

    [Theory]
    [MemberData(nameof(Activations))]
    public void Predict_TrainedNetwork_IsCloseToFloat64(Activation activation)
    {
        var network = new NetworkShape([10, 40, 36, 3], [activation, activation, activation], [true, false]);
        var data = RandomRows.OfClasses(20, 10, 3, seed: 1);
        using var team = new ComputeTeam(1);
        var trainer = new SequentialTrainer(
            new TrainingSettings(network, Loss.Mse, new OptimizerSettings(OptimizerKind.Sgd, 0.1f), 10)
            {
                Epochs = 3,
            },
            data,
            MatrixKernels.Create(),
            team,
            new SliceCut(320, 8));
        trainer.Train();
        var trained = trainer.Network;
        Assert.Contains(trained.Biases, biases => biases.Any(b => b != 0));
        var weights = trainer.Weights;
        var parameters = network.Layers.Select((_, l) =>
            weights.All(l).ToArray().Select(p => (double)p).ToArray()).ToArray();
        var outputs = trained.Predict(data.ToMatrix());
        Assert.Equal((20, 3), (outputs.RowCount, outputs.ColumnCount));
        for (var r = 0; r < data.Rows; r++)
        {
            var kink = 0.0;
            var row = data.Row(r).ToArray().Select(x => (double)x).ToArray();
            var expected = DoubleNetwork.Outputs(network, parameters, row, ref kink);
            Assert.All(expected, (y, n) => Assert.Equal(y, outputs[r, n], Tolerance));
        }
    }

    [Theory]
    [InlineData(new[] { 3 }, 0, "found 1 and 0")]
    [InlineData(new[] { 3, 2 }, 2, "found 2 and 2")]
    [InlineData(new[] { 3, 0, 2 }, 2, "[3, 0, 2]")]
    public void Create_ShapeThatDoesNotFit_SaysWhatWasFound(int[] dimensions, int activations, string expected)
    {
        var error = Assert.Throws<ArgumentException>(() => new NetworkShape(dimensions, new Activation[activations]));
        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public void Parameters_OfShape_AreWeightsAndBiasesOfAllLayers()
    {
        var shape = new NetworkShape([64, 15, 10], [Activation.Relu, Activation.Sigmoid]);
        Assert.Equal((64, 10, 975 + 160), (shape.Inputs, shape.Outputs, shape.Parameters));
    }
}

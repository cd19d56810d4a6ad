using Granary.Data.Scaling;
using Granary.Data.Sources;
using Granary.Data.Splits;
using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Numerics.Datasets;
using Granary.Numerics.Kernels.Dispatch;
using Granary.Numerics.Networks;
using Granary.Numerics.Threads;
using Granary.Numerics.Training;

namespace Granary.Data.Tests.Training;

/// <summary>Handwritten digits: 1438 rows to learn from, 359 held out. Guessing is right for a tenth of them.</summary>
public class LearningTests
{
    private static readonly TrainingData Digits = TrainingData.Load(new DataRequest(new TableSource(DigitsFile.Path))
    {
        Labels = ["digit"],
        Scaling = FeatureScaling.By(1 / 16f),
        Test = new HeldOutRows(0.2),
        Seed = 1,
    });

    // 30 epochs each. The bits are the same everywhere, and so are the accuracies; what is asked for is a little less.
    public static TheoryData<Activation, Activation, Loss, OptimizerKind, float, double> Networks => new()
    {
        { Activation.Relu, Activation.Sigmoid, Loss.Mse, OptimizerKind.Sgd, 0.5f, 0.97 },
        { Activation.Relu, Activation.Identity, Loss.Mse, OptimizerKind.Sgd, 0.05f, 0.96 },
        { Activation.Relu, Activation.Softmax, Loss.CrossEntropy, OptimizerKind.Sgd, 0.1f, 0.97 },
        { Activation.Relu, Activation.Sigmoid, Loss.CrossEntropy, OptimizerKind.Sgd, 0.1f, 0.97 },
        { Activation.Tanh, Activation.Softmax, Loss.CrossEntropy, OptimizerKind.Sgd, 0.1f, 0.97 },
        { Activation.LeakyRelu, Activation.Softmax, Loss.CrossEntropy, OptimizerKind.Sgd, 0.1f, 0.97 },
        { Activation.Sigmoid, Activation.Softmax, Loss.CrossEntropy, OptimizerKind.Sgd, 0.5f, 0.97 },
        { Activation.Relu, Activation.Softmax, Loss.CrossEntropy, OptimizerKind.Momentum, 0.02f, 0.97 },
        { Activation.Relu, Activation.Softmax, Loss.CrossEntropy, OptimizerKind.Nesterov, 0.02f, 0.97 },
        { Activation.Relu, Activation.Softmax, Loss.CrossEntropy, OptimizerKind.Adam, 0.003f, 0.98 },
        { Activation.Relu, Activation.Softmax, Loss.CrossEntropy, OptimizerKind.AdamW, 0.003f, 0.98 },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Train_Digits_ClassifiesHeldOutRows(
        Activation hidden, Activation output, Loss loss, OptimizerKind optimizer, float learningRate, double accuracy)
    {
        var network = new NetworkShape([64, 32, 10], [hidden, output]);
        using var team = new ComputeTeam(1);
        var settings = new TrainingSettings(network, loss, new OptimizerSettings(optimizer, learningRate), 16) { Epochs = 30 };
        var trainer = new SequentialTrainer(settings, Digits.Train, MatrixKernels.Create(), team);
        trainer.Step();
        var firstLoss = trainer.LastLoss;
        trainer.Train();
        Assert.InRange(trainer.LastLoss, 0, firstLoss / 3);
        var found = Accuracy(trainer.Network, Digits.Test!);
        Assert.True(found >= accuracy, $"Right for {found:P2} of the held-out rows, {accuracy:P0} were expected.");
    }

    [Fact]
    public void Train_ArticlesNetwork_ClassifiesHeldOutRows()
    {
        var network = new NetworkShape([64, 15, 10], [Activation.Relu, Activation.Sigmoid]);
        using var team = new ComputeTeam(1);
        var settings = new TrainingSettings(
            network, Loss.Mse, new OptimizerSettings(OptimizerKind.Sgd, 0.5f), 16) { Epochs = 30 };
        var trainer = new SequentialTrainer(settings, Digits.Train, MatrixKernels.Create(), team);
        Assert.InRange(Accuracy(trainer.Network, Digits.Test!), 0, 0.3);
        trainer.Train();
        Assert.InRange(Accuracy(trainer.Network, Digits.Test!), 0.95, 1);
    }

    private static double Accuracy(Network network, Dataset data)
    {
        var outputs = network.Predict(data.ToMatrix());
        return Enumerable.Range(0, data.Rows).Count(r => data.IsCorrect(r, outputs.Row(r).ToArray())) / (double)data.Rows;
    }
}

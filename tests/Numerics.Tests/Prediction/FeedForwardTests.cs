using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Numerics.Datasets;
using Granary.Numerics.Kernels.Dispatch;
using Granary.Numerics.Memory;
using Granary.Numerics.Networks;
using Granary.Numerics.Prediction;
using Granary.Numerics.Threads;
using Granary.Numerics.Training;

namespace Granary.Numerics.Tests.Prediction;

public class FeedForwardTests
{
    private const int Inputs = 9;
    private const int Rows = 37;

    public static TheoryData<Activation> Activations => [.. Enum.GetValues<Activation>()];

    [Theory]
    [MemberData(nameof(Activations))]
    public void Run_AnyActivation_GivesTheBitsOfTraining(Activation activation)
    {
        var weights = Weights(activation, activation);
        var data = Data();
        using var team = new ComputeTeam(2);
        var loss = Enum.GetValues<Loss>().First(l => LossFunction.Outputs(l).Contains(activation));
        var training = new Backpropagation(weights.Shape, loss, MatrixKernels.Create(), team, Rows);
        training.Load(data, [.. Enumerable.Range(0, Rows)]);
        for (var l = 0; l < weights.Shape.Layers.Count; l++)
        {
            training.Forward(l, weights.Layer(l));
        }

        training.EvaluateLoss();
        var expected = Enumerable.Range(0, Rows).SelectMany(r => training.Output(r).ToArray());

        Assert.Equal(expected, Predict(weights, data, MatrixKernels.Available[0], Rows));
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void Run_AnyKernelAndCut_GivesTheSameBits(Activation activation)
    {
        var weights = Weights(Activation.Tanh, activation);
        var expected = Predict(weights, Data(), "plain", Rows);

        foreach (var kernel in MatrixKernels.Available)
        {
            foreach (var rows in new[] { 1, 5, Rows })
            {
                Assert.Equal(expected, Predict(weights, Data(), kernel, rows));
            }
        }
    }

    private static float[] Predict(NetworkWeights weights, Dataset data, string kernel, int rowsAtOnce)
    {
        using var team = new ComputeTeam(1);
        var feed = new FeedForward(weights, MatrixKernels.Create(kernel), team, rowsAtOnce);
        var outputs = new List<float>();
        for (var first = 0; first < data.Rows; first += rowsAtOnce)
        {
            var rows = Math.Min(rowsAtOnce, data.Rows - first);
            for (var r = 0; r < rows; r++)
            {
                data.Row(first + r).CopyTo(feed.Inputs.Span[(r * feed.InputStride)..]);
            }

            var result = feed.Run(rows);
            outputs.AddRange(Enumerable.Range(0, rows).SelectMany(r => result.Row(r).ToArray()));
        }

        return [.. outputs];
    }

    private static NetworkWeights Weights(Activation hidden, Activation output)
    {
        var weights = new NetworkWeights(new NetworkShape([Inputs, 145, 6, 4], [hidden, Activation.Relu, output]));
        var random = new Random(3);
        for (var l = 0; l < 3; l++)
        {
            Fill(weights.Weights(l), random);
            Fill(weights.Biases(l), random);
        }

        return weights;
    }

    private static Dataset Data()
    {
        var features = new AlignedBuffer(Rows * Inputs);
        Fill(features.Span, new Random(4));
        string[] names = [.. Enumerable.Range(0, Inputs).Select(i => $"x{i}")];
        return Dataset.OfValues(features, names, new float[Rows * 4], TargetNames.OfValues("a", "b", "c", "d"));
    }

    private static void Fill(Span<float> values, Random random)
    {
        foreach (ref var value in values)
        {
            value = (float)((random.NextDouble() * 2) - 1);
        }
    }
}

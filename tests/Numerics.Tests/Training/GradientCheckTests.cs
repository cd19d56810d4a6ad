using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Numerics.Datasets;
using Granary.Numerics.Kernels.Dispatch;
using Granary.Numerics.Layers;
using Granary.Numerics.Memory;
using Granary.Numerics.Networks;
using Granary.Numerics.Slicing;
using Granary.Numerics.Threads;
using Granary.Numerics.Training;

namespace Granary.Numerics.Tests.Training;

/// <summary>Backpropagation's gradients against central differences of a loss computed in float64.</summary>
public sealed unsafe class GradientCheckTests : IDisposable
{
    private const double Step = 1e-5;

    // Central differences are off by Step^2 times a third derivative, about 1e-9, and by 1e-16 / Step. The gradient itself is
    // a sum of 7 rows' float32 numbers of about 1, each the outcome of some ten roundings of 6e-8.
    // Roundings are relative, so larger numbers are off by as many times as much.
    private const double Tolerance = 2e-6;

    private static readonly int[] Rows = [3, 0, 6, 1, 5, 2, 4];
    private static readonly int[] ShardStarts = [0, 1, 3, 5, 7];

    private readonly ComputeTeam _team = new(1);

    public static TheoryData<Activation, Loss, Activation, int, bool> Networks()
    {
        var networks = new TheoryData<Activation, Loss, Activation, int, bool>();
        foreach (var hidden in Enum.GetValues<Activation>())
        {
            foreach (var loss in Enum.GetValues<Loss>())
            {
                foreach (var output in LossFunction.Outputs(loss))
                {
                    networks.Add(hidden, loss, output, 3, false);
                    networks.Add(hidden, loss, output, 3, true);
                }
            }

            networks.Add(hidden, Loss.Mse, Activation.Identity, 1, false);
            networks.Add(hidden, Loss.CrossEntropy, Activation.Sigmoid, 1, false);
        }

        return networks;
    }

    public void Dispose() => _team.Dispose();

    [Theory]
    [MemberData(nameof(Networks))]
    public void Gradient_EveryLayerActivationAndLoss_IsTheCentralDifference(
        Activation hidden, Loss loss, Activation output, int outputs, bool isNormalized)
    {
        var network = new NetworkShape([4, 6, 5, outputs], [hidden, hidden, output], [isNormalized, isNormalized]);
        var data = outputs == 1 && loss == Loss.CrossEntropy
            ? RandomRows.OfClasses(Rows.Length, 4, 2, seed: 11)
            : RandomRows.For(Rows.Length, 4, outputs, seed: 11);
        var parameters = Parameters(network, seed: 12);
        var exact = parameters.Select(layer => layer.Select(p => (double)p).ToArray()).ToArray();
        var nearestKink = double.PositiveInfinity;
        var (losses, gradient) = Propagate(network, loss, data, parameters);
        var total = TotalLoss(network, loss, data, exact, ref nearestKink);
        Assert.Equal(total, losses.Sum(l => (double)l), Tolerance * Math.Max(1, total));
        Assert.True(nearestKink > 10 * Step, $"A z of {nearestKink} is too close to the kink: change the seed.");
        for (var l = 0; l < exact.Length; l++)
        {
            var largest = 0.0;
            for (var i = 0; i < exact[l].Length; i++)
            {
                var difference = CentralDifference(network, loss, data, exact, l, i);
                Assert.True(
                    Math.Abs(difference - gradient[l][i]) <= Tolerance * Math.Max(1, Math.Abs(difference)),
                    $"layer {l}, parameter {i}: the central difference is {difference:R}, the gradient {gradient[l][i]:R}.");
                largest = Math.Max(largest, Math.Abs(difference));
            }

            Assert.True(largest > 100 * Tolerance, $"The gradient of layer {l} is too small to be told from nothing.");
        }
    }

    private static double CentralDifference(
        NetworkShape network, Loss loss, Dataset data, double[][] parameters, int layer, int index)
    {
        var (kink, value) = (0.0, parameters[layer][index]);
        parameters[layer][index] = value + Step;
        var above = TotalLoss(network, loss, data, parameters, ref kink);
        parameters[layer][index] = value - Step;
        var below = TotalLoss(network, loss, data, parameters, ref kink);
        parameters[layer][index] = value;
        return (above - below) / (2 * Step);
    }

    private static double TotalLoss(
        NetworkShape network, Loss loss, Dataset data, double[][] parameters, ref double nearestKink)
    {
        var sum = 0.0;
        for (var r = 0; r < data.Rows; r++)
        {
            var y = DoubleNetwork.Outputs(network, parameters, ToDoubles(data.Row(r)), ref nearestKink);
            var target = new float[network.Outputs];
            data.FillTarget(r, target);
            sum += DoubleNetwork.Loss(loss, network.Layers[^1].Activation, y, ToDoubles(target));
        }

        return sum;
    }

    private static double[] ToDoubles(ReadOnlySpan<float> values) => [.. values.ToArray().Select(v => (double)v)];

    // Biases differ from 0, so that their place in the arrays shows.
    private static float[][] Parameters(NetworkShape network, int seed)
    {
        var random = new Random(seed);
        return [.. network.Layers.Select(layer =>
            Enumerable.Range(0, (int)layer.Parameters).Select(_ => (float)((2 * random.NextDouble()) - 1)).ToArray())];
    }

    private (float[] Losses, float[][] Gradient) Propagate(NetworkShape network, Loss loss, Dataset data, float[][] parameters)
    {
        var shapes = SlicePlan.Cut(network, SliceCut.Whole);
        var memory = parameters.Select(p => new AlignedBuffer(p.Length)).ToArray();
        var gradients = parameters.Select(p => new AlignedBuffer(p.Length)).ToArray();
        var backpropagation = new Backpropagation(network, loss, MatrixKernels.Create(), _team, Rows.Length);
        Slice[] Slices(AlignedBuffer[] buffers, int l) => [new(shapes[l].Single(), buffers[l].Pointer)];

        backpropagation.Load(data, Rows);
        for (var l = 0; l < parameters.Length; l++)
        {
            parameters[l].CopyTo(memory[l].Span);
            backpropagation.Forward(l, Slices(memory, l));
        }

        backpropagation.EvaluateLoss();
        for (var l = parameters.Length - 1; l >= 0; l--)
        {
            backpropagation.Gradient(l, ShardStarts, Slices(gradients, l));
            if (l > 0)
            {
                backpropagation.Backward(l, Slices(memory, l));
            }
        }

        GC.KeepAlive(memory);
        return (backpropagation.RowLosses.ToArray(), [.. gradients.Select(g => g.Span.ToArray())]);
    }
}

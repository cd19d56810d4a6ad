using Granary.Formulas.Activations;
using Granary.Formulas.Functions;
using Granary.Formulas.Lanes;
using Granary.Formulas.Losses;
using Granary.Numerics.Tests.Activations;
using Granary.Numerics.Tests.Lanes;
using Granary.Numerics.Tests.Training;

namespace Granary.Numerics.Tests.Losses;

public class LossFunctionTests
{
    public static TheoryData<Loss, Activation> Pairs => new()
    {
        { Loss.Mse, Activation.Identity },
        { Loss.Mse, Activation.Relu },
        { Loss.Mse, Activation.LeakyRelu },
        { Loss.Mse, Activation.Sigmoid },
        { Loss.Mse, Activation.Tanh },
        { Loss.Mse, Activation.Softmax },
        { Loss.CrossEntropy, Activation.Softmax },
        { Loss.CrossEntropy, Activation.Sigmoid },
    };

    public static TheoryData<Loss, Activation> AllPairs
    {
        get
        {
            var pairs = new TheoryData<Loss, Activation>();
            foreach (var loss in Enum.GetValues<Loss>())
            {
                foreach (var output in LossFunction.Outputs(loss))
                {
                    pairs.Add(loss, output);
                }
            }

            return pairs;
        }
    }

    // A loss is a sum of up to 40 rounded terms, each rounding at most 6e-8 of a sum below 100; a delta is made of a few
    // roundings of numbers of about 1 (mse with identity: up to 5).
    [Theory]
    [MemberData(nameof(AllPairs))]
    public void Evaluate_AnyLength_GivesLossOutputsAndSlope(Loss loss, Activation output)
    {
        const double step = 1e-5;
        foreach (var length in new[] { 1, 2, 3, 10, 16, 17, 40 })
        {
            var z = Samples.Uniform(length, seed: length, limit: 4);
            var target = Targets(output, length);
            var y = (float[])z.Clone();
            var delta = new float[length];
            var found = LossFunction.Evaluate(loss, output, y, target, delta);
            double[] exact = [.. z];
            Assert.Equal(Exact(loss, output, exact, target), found, 1e-5 * Math.Max(1, found));
            for (var j = 0; j < length; j++)
            {
                Assert.Equal(Reference.Values(output, exact)[j], y[j], 1e-6);
                var up = (double[])exact.Clone();
                var down = (double[])exact.Clone();
                up[j] += step;
                down[j] -= step;
                var slope = (Exact(loss, output, up, target) - Exact(loss, output, down, target)) / (2 * step);
                Assert.Equal(slope, delta[j], 2e-6);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Evaluate_AnyLength_FollowsTheDocumentedFormula(Loss loss, Activation output)
    {
        for (var length = 1; length <= 50; length++)
        {
            var z = Samples.Uniform(length, seed: length, limit: 20);
            var target = Samples.Uniform(length, seed: 500 + length).Select(MathF.Abs).ToArray();
            var y = (float[])z.Clone();
            var delta = new float[length];
            var found = LossFunction.Evaluate(loss, output, y, target, delta);

            var outputs = (float[])z.Clone();
            ActivationFunction.Apply(output, outputs);
            var slopes = outputs.Zip(target, (a, t) => a - t).ToArray();
            if (loss == Loss.Mse)
            {
                ActivationFunction.MultiplyByDerivative(output, outputs, slopes);
            }

            SameBits.AssertEqual(outputs, y, "outputs");
            SameBits.AssertEqual(slopes, delta, "derivatives");
            SameBits.AssertEqual([Terms(loss, output, z, target).Aggregate(0f, (sum, term) => sum + term)], [found], "loss");
        }
    }

    [Theory]
    [InlineData(Activation.Softmax, 1e4f)]
    [InlineData(Activation.Sigmoid, 1e4f)]
    [InlineData(Activation.Softmax, 3e38f)]
    [InlineData(Activation.Sigmoid, 1e38f)]
    public void Evaluate_CrossEntropyOfHugeNumbers_IsFinite(Activation output, float huge)
    {
        float[][] targets = [[1, 0], [0, 1]];
        foreach (var target in targets)
        {
            float[] z = [huge, -huge];
            var delta = new float[2];
            var loss = LossFunction.Evaluate(Loss.CrossEntropy, output, z, target, delta);
            Assert.Equal([1f, 0f], z);
            Assert.Equal([1 - target[0], -target[1]], delta);
            Assert.True(float.IsFinite(loss), $"A loss of {loss}.");
            Assert.True(target[0] == 0 ? loss >= huge : loss == 0, $"A loss of {loss}.");
        }
    }

    [Fact]
    public void Evaluate_CrossEntropyAtTenThousand_IsTheDistanceOfTheWrongNumbers()
    {
        float[] softmax = [1e4f, -1e4f];
        float[] sigmoid = [1e4f, -1e4f];
        Assert.Equal(2e4f, LossFunction.Evaluate(Loss.CrossEntropy, Activation.Softmax, softmax, [0, 1], new float[2]));
        Assert.Equal(2e4f, LossFunction.Evaluate(Loss.CrossEntropy, Activation.Sigmoid, sigmoid, [0, 1], new float[2]));
    }

    [Fact]
    public void Evaluate_NaN_ReachesTheLoss()
    {
        foreach (var (loss, output) in Pairs.Select(row => row.Data))
        {
            float[] z = [0.5f, float.NaN];
            Assert.True(float.IsNaN(LossFunction.Evaluate(loss, output, z, [0, 1], new float[2])), $"{loss} with {output}");
        }
    }

    [Theory]
    [InlineData(Activation.Identity)]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.LeakyRelu)]
    [InlineData(Activation.Tanh)]
    public void Evaluate_CrossEntropyWithAnotherActivation_SaysWhatToDo(Activation output)
    {
        var error = Assert.Throws<ArgumentException>(
            () => LossFunction.Evaluate(Loss.CrossEntropy, output, new float[1], new float[1], new float[1]));
        Assert.Contains($"found {output}", error.Message);
        Assert.Contains("one of the output activations Sigmoid, Softmax", error.Message);
    }

    [Fact]
    public void Evaluate_UnknownLoss_NamesTheKnownOnes()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => LossFunction.Evaluate((Loss)99, Activation.Sigmoid, new float[1], new float[1], new float[1]));
        Assert.Contains("CrossEntropy", error.Message);
    }

    [Fact]
    public void Evaluate_DifferentLengths_SaysWhatItFound()
    {
        var error = Assert.Throws<ArgumentException>(
            () => LossFunction.Evaluate(Loss.Mse, Activation.Identity, new float[3], new float[2], new float[3]));
        Assert.Contains("3, 2 and 3", error.Message);
    }

    private static float[] Targets(Activation output, int length)
    {
        var targets = Samples.Uniform(length, seed: 100 + length).Select(MathF.Abs).ToArray();
        return output == Activation.Softmax ? [.. targets.Select(t => t / targets.Sum())] : targets;
    }

    private static double Exact(Loss loss, Activation output, double[] z, float[] target)
    {
        double[] exact = [.. target.Select(t => (double)t)];
        return DoubleNetwork.Loss(loss, output, Reference.Values(output, z), exact);
    }

    private static IEnumerable<float> Terms(Loss loss, Activation output, float[] z, float[] target)
    {
        var y = (float[])z.Clone();
        ActivationFunction.Apply(output, y);
        var max = z.Max();
        var exp = z.Select(x => LaneMath.Exp(new ScalarLanes(x - max)).Value).ToArray();
        var logSum = LaneMath.Log(new ScalarLanes(InterleavedSum(exp))).Value;
        for (var j = 0; j < z.Length; j++)
        {
            var difference = y[j] - target[j];
            var small = LaneMath.Exp(new ScalarLanes(-MathF.Abs(z[j])));
            yield return (loss, output) switch
            {
                (Loss.Mse, _) => 0.5f * difference * difference,
                (_, Activation.Softmax) => target[j] * (logSum - (z[j] - max)),
                _ => MathF.FusedMultiplyAdd(-z[j], target[j], z[j] > 0 ? z[j] : 0) + LaneMath.Log1p(small).Value,
            };
        }
    }

    private static float InterleavedSum(float[] x)
    {
        var s = new float[16];
        for (var j = 0; j < x.Length; j++)
        {
            s[j % 16] += x[j];
        }

        var q = Enumerable.Range(0, 4).Select(p => (s[p] + s[p + 4]) + (s[p + 8] + s[p + 12])).ToArray();
        return (q[0] + q[2]) + (q[1] + q[3]);
    }
}

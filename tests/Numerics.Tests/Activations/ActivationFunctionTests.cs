using Granary.Formulas.Activations;
using Granary.Formulas.Functions;
using Granary.Formulas.Lanes;
using Granary.Numerics.Tests.Lanes;

namespace Granary.Numerics.Tests.Activations;

public class ActivationFunctionTests
{
    public static TheoryData<Activation> Elementwise => [.. Enum.GetValues<Activation>().Where(a => !ActivationFunction.NeedsRow(a))];

    [Theory]
    [MemberData(nameof(Elementwise))]
    public void Formulas_EveryVectorWidth_GiveTheSameBits(Activation activation) =>
        ActivationFunction.Of(activation).Accept(new WidthsOfFormulas());

    [Theory]
    [InlineData(Activation.Identity)]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.LeakyRelu)]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Tanh)]
    public void Apply_AnyOffsetAndLength_FollowsTheDocumentedFormula(Activation activation)
    {
        float[] z = [.. Samples.Special, .. Samples.Mixed(200, seed: 2)];
        var formula = z.Select(x => Formula(activation, x)).ToArray();
        for (var length = 0; length <= z.Length; length += length < 40 ? 1 : 37)
        {
            var offset = length % 17;
            var end = Math.Min(offset + length, z.Length);
            var y = (float[])z.Clone();
            ActivationFunction.Apply(activation, y.AsSpan(offset..end));
            SameBits.AssertEqualButNaNs([.. z[..offset], .. formula[offset..end], .. z[end..]], y, activation.ToString());
        }
    }

    [Theory]
    [InlineData(Activation.Identity)]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.LeakyRelu)]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Tanh)]
    public void MultiplyByDerivative_AnyOffsetAndLength_FollowsTheDocumentedFormula(Activation activation)
    {
        float[] y = [.. Samples.Special, .. Samples.Mixed(200, seed: 3)];
        var before = Samples.Mixed(y.Length, seed: 4);
        var formula = y.Zip(before, (value, delta) => DerivativeFormula(activation, value, delta)).ToArray();
        for (var length = 0; length <= y.Length; length += length < 40 ? 1 : 37)
        {
            var offset = length % 17;
            var end = Math.Min(offset + length, y.Length);
            var delta = (float[])before.Clone();
            ActivationFunction.MultiplyByDerivative(activation, y.AsSpan(offset..end), delta.AsSpan(offset..end));
            float[] expected = [.. before[..offset], .. formula[offset..end], .. before[end..]];
            SameBits.AssertEqualButNaNs(expected, delta, activation.ToString());
        }
    }

    // y is within 2.5 ulp, 1.5e-7, of the exact value, and f' changes by at most twice as much (tanh); the rest is rounding.
    [Theory]
    [MemberData(nameof(Elementwise))]
    public void MultiplyByDerivative_One_IsTheSlopeOfTheActivation(Activation activation)
    {
        const double step = 1e-5;
        for (var z = -9.995; z < 10; z += 0.01)
        {
            float[] y = [(float)z];
            float[] delta = [1];
            ActivationFunction.Apply(activation, y);
            ActivationFunction.MultiplyByDerivative(activation, ActivationFunction.KeepsInput(activation) ? [(float)z] : y, delta);
            var (above, below) = (Reference.Value(activation, (float)z + step), Reference.Value(activation, (float)z - step));
            var slope = (above - below) / (2 * step);
            Assert.Equal(slope, delta[0], 4e-7);
            Assert.Equal(Reference.Value(activation, (float)z), y[0], 4e-7 * Math.Max(1, Math.Abs(z)));
        }
    }

    [Fact]
    public void Apply_SoftmaxOfAnyLength_FollowsTheDocumentedFormula()
    {
        for (var length = 1; length <= 70; length++)
        {
            var z = Samples.Uniform(length, seed: length, limit: 30);
            var max = z.Max();
            var exp = z.Select(x => LaneMath.Exp(new ScalarLanes(x - max)).Value).ToArray();
            var sum = Interleaved(exp.Length, (s, j) => s + exp[j]);
            var y = (float[])z.Clone();
            ActivationFunction.Apply(Activation.Softmax, y);
            SameBits.AssertEqual([.. exp.Select(e => e / sum)], y, $"softmax of {length}");
        }
    }

    [Fact]
    public void MultiplyByDerivative_SoftmaxOfAnyLength_FollowsTheDocumentedFormula()
    {
        for (var length = 1; length <= 70; length++)
        {
            var y = Samples.Uniform(length, seed: length);
            var before = Samples.Uniform(length, seed: 1000 + length);
            var dot = Interleaved(length, (s, j) => MathF.FusedMultiplyAdd(y[j], before[j], s));
            var delta = (float[])before.Clone();
            ActivationFunction.MultiplyByDerivative(Activation.Softmax, y, delta);
            SameBits.AssertEqual([.. y.Zip(before, (value, g) => value * (g - dot))], delta, $"softmax of {length}");
        }
    }

    // Four roundings of numbers of at most 1, besides those of y.
    [Fact]
    public void MultiplyByDerivative_Softmax_IsTheSlopeOfTheWeightedOutputs()
    {
        const double step = 1e-5;
        var z = Samples.Uniform(7, seed: 5, limit: 3);
        var weights = Samples.Uniform(7, seed: 6);
        var y = (float[])z.Clone();
        var delta = (float[])weights.Clone();
        ActivationFunction.Apply(Activation.Softmax, y);
        ActivationFunction.MultiplyByDerivative(Activation.Softmax, y, delta);
        for (var j = 0; j < z.Length; j++)
        {
            var slope = (Weighted(j, step) - Weighted(j, -step)) / (2 * step);
            Assert.Equal(slope, delta[j], 4e-7);
        }

        double Weighted(int moved, double by)
        {
            var shifted = z.Select((x, j) => j == moved ? x + by : x).ToArray();
            return Reference.Softmax(shifted).Zip(weights, (output, weight) => output * weight).Sum();
        }
    }

    [Theory]
    [InlineData(1e4f)]
    [InlineData(3e38f)]
    public void Apply_SoftmaxOfHugeNumbers_IsOneForTheLargest(float huge)
    {
        float[] y = [-huge, huge, 0, -huge];
        ActivationFunction.Apply(Activation.Softmax, y);
        Assert.Equal([0f, 1f, 0f, 0f], y);
    }

    [Fact]
    public void Apply_NaN_IsNotHidden()
    {
        foreach (var activation in Enum.GetValues<Activation>())
        {
            float[] y = [1f, float.NaN, 2f];
            ActivationFunction.Apply(activation, y);
            Assert.True(float.IsNaN(y[1]), $"{activation} made {y[1]} of NaN.");
        }
    }

    [Fact]
    public void MultiplyByDerivative_DifferentLengths_SaysWhatItFound()
    {
        var error = Assert.Throws<ArgumentException>(
            () => ActivationFunction.MultiplyByDerivative(Activation.Relu, new float[3], new float[2]));
        Assert.Contains("3 outputs and 2 derivatives", error.Message);
    }

    [Fact]
    public void AnyMethod_UnknownActivation_NamesTheKnownOnes()
    {
        var values = Assert.Throws<ArgumentOutOfRangeException>(() => ActivationFunction.Apply((Activation)99, new float[1]));
        var slopes = Assert.Throws<ArgumentOutOfRangeException>(
            () => ActivationFunction.MultiplyByDerivative((Activation)99, new float[1], new float[1]));
        Assert.Contains("LeakyRelu", values.Message);
        Assert.Contains("LeakyRelu", slopes.Message);
    }

    private static float Formula(Activation activation, float z) => activation switch
    {
        Activation.Relu => 0 > z ? 0 : z,
        Activation.LeakyRelu => z > 0 ? z : z * 0.01f,
        Activation.Sigmoid => LaneMath.Sigmoid(new ScalarLanes(z)).Value,
        Activation.Tanh => LaneMath.Tanh(new ScalarLanes(z)).Value,
        _ => z,
    };

    private static float DerivativeFormula(Activation activation, float y, float delta) => activation switch
    {
        Activation.Relu => y > 0 ? delta : 0,
        Activation.LeakyRelu => y > 0 ? delta : delta * 0.01f,
        Activation.Sigmoid => delta * (y * (1 - y)),
        Activation.Tanh => delta * MathF.FusedMultiplyAdd(-y, y, 1),
        _ => delta,
    };

    private static float Interleaved(int length, Func<float, int, float> enter)
    {
        var s = new float[16];
        for (var j = 0; j < length; j++)
        {
            s[j % 16] = enter(s[j % 16], j);
        }

        var q = Enumerable.Range(0, 4).Select(p => (s[p] + s[p + 4]) + (s[p + 8] + s[p + 12])).ToArray();
        return (q[0] + q[2]) + (q[1] + q[3]);
    }
}

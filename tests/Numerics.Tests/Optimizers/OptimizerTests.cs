using Granary.Formulas.Optimizers;

namespace Granary.Numerics.Tests.Optimizers;

public class OptimizerTests
{
    // All numbers here are exact in float32.
    [Fact]
    public void Sgd_TwoSteps_MatchTheHandComputedWeights()
    {
        var run = new OptimizerRun(new(OptimizerKind.Sgd, 0.5f), weight: 1);
        Assert.Equal(-1f, run.Step(sum: 16, scale: 0.25f));
        Assert.Equal(-0.5f, run.Step(sum: -4, scale: 0.25f));
    }

    // v = 1, w = 1 - 0.5 1; v = 0.5 1 + 1, w = 0.5 - 0.5 1.5.
    [Fact]
    public void Momentum_TwoSteps_MatchTheHandComputedWeights()
    {
        var run = new OptimizerRun(new(OptimizerKind.Momentum, 0.5f) { Given = new Dictionary<string, float> { ["momentum"] = 0.5f } }, weight: 1);
        Assert.Equal(0.5f, run.Step(sum: 2, scale: 0.5f));
        Assert.Equal(-0.25f, run.Step(sum: 2, scale: 0.5f));
        Assert.Equal(1.5f, run.First);
    }

    // v = 0.5 0 + 0.5 2^2, w = 1 - 0.5 2 / (sqrt 2 + epsilon); the exact value is rounded a few times.
    [Fact]
    public void Rmsprop_OneStep_MatchesTheHandComputedWeight()
    {
        var numbers = new Dictionary<string, float> { ["alpha"] = 0.5f, ["epsilon"] = 2 };
        var run = new OptimizerRun(new(OptimizerKind.Rmsprop, 0.5f) { Given = numbers }, weight: 1);
        Assert.Equal(1 - (1 / (Math.Sqrt(2) + 2)), run.Step(sum: 4, scale: 0.5f), 1.2e-7);
        Assert.Equal(2, run.First);
    }

    // v = 1, w = 1 - 0.5 1 / 1; v = 2, w = 0.5 - 0.5 / (1 + 1) 1 / sqrt 2; epsilon rounds away.
    [Fact]
    public void Adagrad_TwoSteps_MatchTheHandComputedWeights()
    {
        var numbers = new Dictionary<string, float> { ["learningRateDecay"] = 1 };
        var run = new OptimizerRun(new(OptimizerKind.Adagrad, 0.5f) { Given = numbers }, weight: 1);
        Assert.Equal(0.5f, run.Step(sum: 2, scale: 0.5f));
        Assert.Equal(0.5 - (0.25 / Math.Sqrt(2)), run.Step(sum: 2, scale: 0.5f), 1.2e-7);
        Assert.Equal(2, run.First);
    }

    // v = 1, d = 1.5, w = 1 - 0.5 1.5; v = 1.5, d = 1.75, w = 0.25 - 0.5 1.75.
    [Fact]
    public void Nesterov_TwoSteps_MatchTheHandComputedWeights()
    {
        var run = new OptimizerRun(new(OptimizerKind.Nesterov, 0.5f) { Given = new Dictionary<string, float> { ["momentum"] = 0.5f } }, weight: 1);
        Assert.Equal(0.25f, run.Step(sum: 2, scale: 0.5f));
        Assert.Equal(-0.625f, run.Step(sum: 2, scale: 0.5f));
        Assert.Equal(1.5f, run.First);
    }

    // Step 1: m = 0.5 2 = 1, v = 0.25 4 = 1, corrected to 2 and 4: w = 1 - 0.75 2 / (2 + 2).
    // Step 2, g = 0: m = 0.5, v = 0.75, corrected by 0.75 and 0.4375:
    // w = 0.625 - 0.75 (0.5 / 0.75) / (sqrt(0.75 / 0.4375) + 2).
    [Fact]
    public void Adam_TwoSteps_MatchTheHandComputedWeights()
    {
        var settings = new OptimizerSettings(OptimizerKind.Adam, 0.75f)
        {
            Given = new Dictionary<string, float> { ["beta1"] = 0.5f, ["beta2"] = 0.75f, ["epsilon"] = 2 },
        };
        var run = new OptimizerRun(settings, weight: 1);
        Assert.Equal(0.625f, run.Step(sum: 4, scale: 0.5f));
        Assert.Equal((1f, 1f), (run.First, run.Second));
        Assert.Equal(0.625 - (0.5 / (Math.Sqrt(0.75 / 0.4375) + 2)), run.Step(sum: 0, scale: 0.5f), 1e-7);
        Assert.Equal((0.5f, 0.75f), (run.First, run.Second));
    }

    // As Adam's first step, but the weight shrinks by 0.75 0.5 before it.
    [Fact]
    public void AdamW_OneStep_DecaysTheWeightFirst()
    {
        var settings = new OptimizerSettings(OptimizerKind.AdamW, 0.75f)
        {
            Given = new Dictionary<string, float> { ["beta1"] = 0.5f, ["beta2"] = 0.75f, ["epsilon"] = 2, ["weightDecay"] = 0.5f },
        };
        Assert.Equal(0.25f, new OptimizerRun(settings, weight: 1).Step(sum: 4, scale: 0.5f));
    }

    // 1 - beta^t is 1 in float64 long before.
    [Theory]
    [InlineData(OptimizerKind.Adam)]
    [InlineData(OptimizerKind.AdamW)]
    public void Adam_AfterVeryManySteps_NoLongerCorrects(OptimizerKind kind)
    {
        var optimizer = Optimizer.Create(new(kind, 0.125f) { Given = new Dictionary<string, float> { ["weightDecay"] = 0 } });
        float[] first = [0.5f], second = [1f], weights = [1f];
        optimizer.Update(long.MaxValue - 1, 1, [0.5f], weights, weights, first, second);
        Assert.Equal(1 - (0.125 * first[0] / Math.Sqrt(second[0])), weights[0], 1e-7);
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd, 0)]
    [InlineData(OptimizerKind.Momentum, 1)]
    [InlineData(OptimizerKind.Nesterov, 1)]
    [InlineData(OptimizerKind.Adam, 2)]
    [InlineData(OptimizerKind.AdamW, 2)]
    public void StateArrays_EachKind_AreAsManyAsItNeeds(OptimizerKind kind, int expected) =>
        Assert.Equal(expected, Optimizer.Create(new(kind, 0.1f)).StateArrays);

    [Fact]
    public void Create_NumberOutOfRange_NamesItAndItsRange()
    {
        AssertRefused(new(OptimizerKind.Sgd, 0f), "as learningRate a finite number above 0: found 0");
        AssertRefused(new(OptimizerKind.Sgd, float.NaN), "as learningRate a finite number above 0: found NaN");
        AssertRefused(OptimizerKind.Momentum, "momentum", 1, "as momentum a number from 0 to below 1: found 1");
        AssertRefused(OptimizerKind.Nesterov, "momentum", -0.5f, "as momentum a number from 0 to below 1: found -0.5");
        AssertRefused(OptimizerKind.Adam, "beta1", 1, "as beta1 a number from 0 to below 1: found 1");
        AssertRefused(OptimizerKind.Adam, "beta2", 2, "as beta2 a number from 0 to below 1: found 2");
        AssertRefused(OptimizerKind.AdamW, "epsilon", 0, "as epsilon a finite number above 0: found 0");
        AssertRefused(OptimizerKind.AdamW, "weightDecay", -1, "as weightDecay a finite number of at least 0: found -1");
        Assert.Contains(
            "expected one of Sgd, Momentum, Nesterov, Adam, AdamW",
            Assert.Throws<ArgumentOutOfRangeException>(() => Optimizer.Create(new((OptimizerKind)99, 1))).Message);
    }

    [Fact]
    public void Create_NumberOfAnotherKindOutOfRange_IsNoConcern() =>
        Assert.Equal(0, Optimizer.Create(new(OptimizerKind.Sgd, 1) { Given = new Dictionary<string, float> { ["momentum"] = 7, ["beta1"] = 7 } }).StateArrays);

    [Fact]
    public void Update_LengthsThatDoNotBelongTogether_SaysWhatItFound()
    {
        var optimizer = Optimizer.Create(new(OptimizerKind.Adam, 1));
        var error = Assert.Throws<ArgumentException>(
            () => optimizer.Update(0, 1, new float[3], new float[3], new float[3], new float[3], new float[2]));
        Assert.Contains("state of 3 and 2", error.Message);
        Assert.Throws<ArgumentException>(
            () => optimizer.Update(0, 1, new float[3], new float[2], new float[3], new float[3], new float[3]));
        Assert.Throws<ArgumentException>(
            () => optimizer.Update(0, 1, new float[3], new float[3], new float[2], new float[3], new float[3]));
        Assert.Throws<ArgumentException>(
            () => optimizer.Update(0, 1, new float[3], new float[3], new float[3], [], new float[3]));
    }

    private static void AssertRefused(OptimizerKind kind, string setting, float value, string expected) =>
        AssertRefused(new OptimizerSettings(kind, 1) { Given = new Dictionary<string, float> { [setting] = value } }, expected);

    private static void AssertRefused(OptimizerSettings settings, string expected) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => Optimizer.Create(settings)).Message);
}

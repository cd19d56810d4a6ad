using Granary.Formulas.Optimizers;
using Granary.Numerics.Tests.Lanes;

namespace Granary.Numerics.Tests.Optimizers;

public class OptimizerSequenceTests
{
    private const int Length = 100;
    private const int Steps = 100;
    private const float Scale = 1f / 3;

    private static readonly float[] Start = Samples.Uniform(Length, seed: 1);

    // Each of 100 steps rounds a weight below 2, by at most 1.2e-7 of it, and a change of at most 0.05 by a few 1e-7: 1.5e-5
    // at the very worst, and roundings do not all go the same way.
    [Theory]
    [InlineData(OptimizerKind.Sgd)]
    [InlineData(OptimizerKind.Momentum)]
    [InlineData(OptimizerKind.Nesterov)]
    [InlineData(OptimizerKind.Adam)]
    [InlineData(OptimizerKind.AdamW)]
    public void Update_HundredSteps_StaysNextToFloat64(OptimizerKind kind)
    {
        var settings = new OptimizerSettings(kind, 0.01f)
        {
            Given = new Dictionary<string, float> { ["weightDecay"] = 0.1f, ["clipValue"] = 0.8f },
        };
        var found = Train(Optimizer.Create(settings), Start);
        Assert.True(found.Zip(Start, (after, before) => Math.Abs(after - before)).Average() > 0.005, "The weights hardly moved.");
        for (var i = 0; i < Length; i++)
        {
            var expected = Reference(settings, i);
            Assert.Equal(expected, found[i], 5e-6 * Math.Max(1, Math.Abs(expected)));
        }
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd)]
    [InlineData(OptimizerKind.Sgd, 0.1f, 0.5f)]
    [InlineData(OptimizerKind.Momentum)]
    [InlineData(OptimizerKind.Momentum, 0.1f)]
    [InlineData(OptimizerKind.Nesterov)]
    [InlineData(OptimizerKind.Adam)]
    [InlineData(OptimizerKind.Adam, 0.1f, 0.5f)]
    [InlineData(OptimizerKind.AdamW)]
    [InlineData(OptimizerKind.AdamW, 0.1f, 0.5f)]
    public void Update_AnyPieces_GiveTheSameBitsAndFollowTheDocumentedFormula(OptimizerKind kind, float decay = 0, float clip = 0)
    {
        var settings = new OptimizerSettings(kind, 0.01f)
        {
            Given = new Dictionary<string, float> { ["weightDecay"] = decay, ["clipValue"] = clip },
        };
        var optimizer = Optimizer.Create(settings);
        var (sum, weights) = (Samples.Mixed(Length, seed: 2), Samples.Mixed(Length, seed: 3));
        var (first, second) = (Samples.Mixed(Length, seed: 4), Samples.Mixed(Length, seed: 5));
        var formula = Enumerable.Range(0, Length)
            .Select(i => Formula(settings, 6, sum[i] * Scale, weights[i], first[i], second[i])).ToArray();
        for (var piece = 1; piece <= Length; piece++)
        {
            var (m, v, updated) = ((float[])first.Clone(), (float[])second.Clone(), new float[Length]);
            for (var start = 0; start < Length; start += piece)
            {
                var part = start..Math.Min(start + piece, Length);
                optimizer.Update(
                    6, Scale, sum.AsSpan(part), weights.AsSpan(part), updated.AsSpan(part), m.AsSpan(part), v.AsSpan(part));
            }

            SameBits.AssertEqualButNaNs([.. formula.Select(f => f.Weight)], updated, $"{kind}, weights in pieces of {piece}");
            SameBits.AssertEqualButNaNs([.. formula.Select(f => f.First)], m, $"{kind}, first state in pieces of {piece}");
            SameBits.AssertEqualButNaNs([.. formula.Select(f => f.Second)], v, $"{kind}, second state in pieces of {piece}");
        }
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd)]
    [InlineData(OptimizerKind.Nesterov)]
    [InlineData(OptimizerKind.AdamW)]
    public void Update_InPlace_GivesTheSameBits(OptimizerKind kind)
    {
        var optimizer = Optimizer.Create(new(kind, 0.01f));
        var sum = Samples.Uniform(Length, seed: 2);
        var weights = (float[])Start.Clone();
        var updated = new float[Length];
        optimizer.Update(0, Scale, sum, weights, updated, new float[Length], new float[Length]);
        Assert.Equal(Start, weights);
        optimizer.Update(0, Scale, sum, weights, weights, new float[Length], new float[Length]);
        SameBits.AssertEqual(updated, weights, kind.ToString());
    }

    private static float Sum(int step, int i) => (float)Math.Sin((step * 0.7) + (i * 0.3)) * (1 + (i % 5));

    private static float[] Train(Optimizer optimizer, float[] start)
    {
        var weights = (float[])start.Clone();
        var (first, second) = (new float[Length], new float[Length]);
        for (var step = 0; step < Steps; step++)
        {
            var sum = Enumerable.Range(0, Length).Select(i => Sum(step, i)).ToArray();
            optimizer.Update(step, Scale, sum, weights, weights, first, second);
        }

        return weights;
    }

    private static double Reference(OptimizerSettings settings, int i)
    {
        double rate = settings.LearningRate, mu = Number(settings, "momentum"), beta1 = Number(settings, "beta1"), beta2 = Number(settings, "beta2");
        double w = Start[i], m = 0, v = 0;
        for (var step = 0; step < Steps; step++)
        {
            var g = Math.Clamp(Sum(step, i) * (double)Scale, -0.8f, 0.8f);
            g += settings.Kind == OptimizerKind.AdamW ? 0 : Number(settings, "weightDecay") * w;
            switch (settings.Kind)
            {
                case OptimizerKind.Sgd:
                    w -= rate * g;
                    break;
                case OptimizerKind.Momentum:
                    m = (mu * m) + g;
                    w -= rate * m;
                    break;
                case OptimizerKind.Nesterov:
                    m = (mu * m) + g;
                    w -= rate * ((mu * m) + g);
                    break;
                default:
                    w *= settings.Kind == OptimizerKind.AdamW ? 1 - (rate * Number(settings, "weightDecay")) : 1;
                    m = (beta1 * m) + ((1 - beta1) * g);
                    v = (beta2 * v) + ((1 - beta2) * g * g);
                    var root = Math.Sqrt(v) / Math.Sqrt(1 - Math.Pow(beta2, step + 1));
                    w -= rate / (1 - Math.Pow(beta1, step + 1)) * m / (root + Number(settings, "epsilon"));
                    break;
            }
        }

        return w;
    }

    private static (float Weight, float First, float Second) Formula(
        OptimizerSettings settings, int step, float g, float w, float m, float v)
    {
        float rate = settings.LearningRate, mu = Number(settings, "momentum");
        float clip = Number(settings, "clipValue"), decay = Number(settings, "weightDecay");
        if (clip > 0 || (decay > 0 && settings.Kind != OptimizerKind.AdamW))
        {
            g = clip > 0 && g > clip ? clip : clip > 0 && g < -clip ? -clip : g;
            g = Fma(settings.Kind == OptimizerKind.AdamW ? 0 : decay, w, g);
        }

        switch (settings.Kind)
        {
            case OptimizerKind.Sgd:
                return (Fma(-rate, g, w), m, v);
            case OptimizerKind.Momentum:
                m = Fma(mu, m, g);
                return (Fma(-rate, m, w), m, v);
            case OptimizerKind.Nesterov:
                m = Fma(mu, m, g);
                return (Fma(-rate, Fma(mu, m, g), w), m, v);
            default:
                double beta1 = Number(settings, "beta1"), beta2 = Number(settings, "beta2");
                var kept = settings.Kind == OptimizerKind.AdamW ? (float)(1 - ((double)rate * Number(settings, "weightDecay"))) : 1;
                m = Fma(Number(settings, "beta1"), m, (float)(1 - beta1) * g);
                v = Fma(Number(settings, "beta2"), v, (float)(1 - beta2) * g * g);
                var c = (float)(1 / Math.Sqrt(1 - Power(beta2, step + 1)));
                var a = (float)(rate / (1 - Power(beta1, step + 1)));
                return (Fma(-a, m / Fma(MathF.Sqrt(v), c, Number(settings, "epsilon")), w * kept), m, v);
        }
    }

    // The seventh power as the optimizer forms it: b, then b b^2, then that times b^4.
    private static double Power(double b, int exponent)
    {
        Assert.Equal(7, exponent);
        return b * (b * b) * (b * b * (b * b));
    }

    private static float Fma(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);

    private static float Number(OptimizerSettings settings, string name) =>
        OptimizerCatalog.SettingsOf(settings.Kind).SingleOrDefault(s => s.Name == name) is { } setting ? settings[setting] : float.NaN;
}

using Granary.Formulas.Functions;
using Granary.Numerics.Tests.Lanes;

namespace Granary.Numerics.Tests.Functions;

public class Bfloat16RoundingTests
{
    // Exact, just above, below, at and above the middle, and all ones, for every upper half there is: both signs, zeros, denormals,
    // infinities and NaNs among them.
    private static readonly uint[] LowerHalves = [0, 1, 0x7FFF, 0x8000, 0x8001, 0xFFFF];

    [Fact]
    public void Round_EveryUpperHalf_IsTheNearestBfloat16AtEveryWidth()
    {
        foreach (var lower in LowerHalves)
        {
            var x = Enumerable.Range(0, 1 << 16).Select(upper => Samples.Bits(((uint)upper << 16) | lower)).ToArray();
            Widths.AssertMaps<ToBfloat16>(Array.ConvertAll(x, Bfloat16Oracle.Round), x, $"Lower half 0x{lower:X4}");
        }
    }

    [Fact]
    public void Round_EveryWidthOffsetAndLength_GivesTheSameBits() => Widths.AssertSameBits<ToBfloat16>();

    [Fact]
    public void Round_WorkedExamples_AreThoseOfTheDefinition()
    {
        // From 256 on there are 8 bits for even numbers only; 3.39e38 is the largest bfloat16, 3.4e38 is nearer to 2^128.
        float[] x = [256, 257, 257.1f, 258, 259, -257, -0f, 3.3895314e38f, 3.4e38f, float.MaxValue, float.MinValue, 0.1f];
        float[] expected =
        [
            256, 256, 258, 258, 260, -256, -0f, 3.3895314e38f, float.PositiveInfinity, float.PositiveInfinity,
            float.NegativeInfinity, 0.10009765625f,
        ];
        var rounded = new float[x.Length];

        Bfloat16Rounding.Round(x, rounded);

        SameBits.AssertEqual(expected, rounded, "rounded");
        Assert.Equal(expected, x.Select(Bfloat16Rounding.Round));
    }

    [Fact]
    public void Round_InPlaceAndAgain_ChangesNothingMore()
    {
        var x = Samples.Mixed(1000, seed: 3);
        var once = new float[x.Length];
        Bfloat16Rounding.Round(x, once);

        Bfloat16Rounding.Round(x, x);
        SameBits.AssertEqual(once, x, "in place");
        Bfloat16Rounding.Round(x, x);
        SameBits.AssertEqual(once, x, "twice");
    }

    [Fact]
    public void Round_RoomOfAnotherLength_SaysSo() =>
        Assert.Equal(
            "Expected room for 3 numbers: found room for 2.",
            Assert.Throws<ArgumentException>(() => Bfloat16Rounding.Round(new float[3], new float[2])).Message);
}

namespace Granary.Numerics.Tests.Kernels;

/// <summary>Comparison of floats by their bits.</summary>
internal static class Bits
{
    /// <summary>
    /// Every NaN counts as the same one: which operand's payload survives an operation with two NaNs is the compiler's choice,
    /// and training stops at the first.
    /// </summary>
    public static void AssertSame(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var same = BitConverter.SingleToInt32Bits(expected[i]) == BitConverter.SingleToInt32Bits(actual[i])
                || (float.IsNaN(expected[i]) && float.IsNaN(actual[i]));
            if (!same)
            {
                Assert.Fail($"{what}, column {i}: expected {expected[i]:R}, found {actual[i]:R}");
            }
        }
    }
}

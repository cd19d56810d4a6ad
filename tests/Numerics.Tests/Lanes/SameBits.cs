namespace Granary.Numerics.Tests.Lanes;

/// <summary>Comparisons of floats by their bits, so that -0 differs from +0.</summary>
internal static class SameBits
{
    /// <summary>All bits are equal, those of NaNs too.</summary>
    public static void AssertEqual(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what) =>
        Compare(expected, actual, what, anyNaN: false);

    /// <summary>
    /// All bits are equal, but any NaN stands for any other: IEEE 754 leaves open which NaN comes out of several.
    /// </summary>
    public static void AssertEqualButNaNs(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what) =>
        Compare(expected, actual, what, anyNaN: true);

    private static void Compare(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what, bool anyNaN)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var same = BitConverter.SingleToInt32Bits(expected[i]) == BitConverter.SingleToInt32Bits(actual[i])
                || (anyNaN && float.IsNaN(expected[i]) && float.IsNaN(actual[i]));
            if (!same)
            {
                Assert.Fail(
                    $"{what}, element {i}: expected {expected[i]:R} (0x{BitConverter.SingleToUInt32Bits(expected[i]):X8}), "
                    + $"found {actual[i]:R} (0x{BitConverter.SingleToUInt32Bits(actual[i]):X8}).");
            }
        }
    }
}

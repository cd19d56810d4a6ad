using System.Runtime.InteropServices;

namespace Granary.Grains.Layers;

/// <summary>Compares gradients of the same shards that two machines computed.</summary>
internal static class GradientBits
{
    /// <summary>
    /// Whether they have the same bits. Two floats that are no numbers count as the same: the bits of such are the processor's
    /// choice, and the job ends there anyway.
    /// </summary>
    public static bool AreSame(ReadOnlySpan<float> one, ReadOnlySpan<float> other) =>
        MemoryMarshal.AsBytes(one).SequenceEqual(MemoryMarshal.AsBytes(other)) || AreSameOneByOne(one, other);

    private static bool AreSameOneByOne(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        for (var i = 0; i < one.Length; i++)
        {
            var isSame = BitConverter.SingleToInt32Bits(one[i]) == BitConverter.SingleToInt32Bits(other[i])
                || (float.IsNaN(one[i]) && float.IsNaN(other[i]));
            if (!isSame)
            {
                return false;
            }
        }

        return true;
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Granary.Grains.Interfaces.Tensors;

/// <summary>Floats that are bfloat16, and the upper halves of their bits, which say all of them.</summary>
internal static class Bfloat16Halves
{
    private const int HalfBits = 16;
    private const uint LowerHalf = 0xFFFF;

    /// <summary>Takes the upper halves.</summary>
    /// <param name="floats">The floats.</param>
    /// <param name="halves">Receives as many halves.</param>
    /// <returns>False when a float's lower half was not 0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryTake(ReadOnlySpan<float> floats, Span<ushort> halves)
    {
        var bits = MemoryMarshal.Cast<float, uint>(floats);
        var seen = Vector<uint>.Zero;
        var i = 0;
        for (; i <= bits.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            var first = new Vector<uint>(bits[i..]);
            var second = new Vector<uint>(bits[(i + Vector<uint>.Count)..]);
            seen |= first | second;
            Vector.Narrow(first >> HalfBits, second >> HalfBits).CopyTo(halves[i..]);
        }

        var seenInRest = 0u;
        for (; i < bits.Length; i++)
        {
            seenInRest |= bits[i];
            halves[i] = (ushort)(bits[i] >> HalfBits);
        }

        return ((seen | new Vector<uint>(seenInRest)) & new Vector<uint>(LowerHalf)) == Vector<uint>.Zero;
    }

    /// <summary>The place in the memory of some floats where their halves have to be for <see cref="Spread"/>.</summary>
    public static Span<ushort> In(Span<float> floats) => MemoryMarshal.Cast<float, ushort>(floats)[floats.Length..];

    /// <summary>
    /// Makes floats of the halves that are <see cref="In"/> their memory. The halves are the memory's second half, so floats are
    /// written from the first on over memory that holds no half, or only halves that were read.
    /// </summary>
    /// <param name="floats">The memory.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Spread(Span<float> floats)
    {
        ReadOnlySpan<ushort> halves = In(floats);
        var bits = MemoryMarshal.Cast<float, uint>(floats);
        var i = 0;
        for (; i <= bits.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(halves[i..]), out var first, out var second);
            (first << HalfBits).CopyTo(bits[i..]);
            (second << HalfBits).CopyTo(bits[(i + Vector<uint>.Count)..]);
        }

        for (; i < bits.Length; i++)
        {
            bits[i] = (uint)halves[i] << HalfBits;
        }
    }
}

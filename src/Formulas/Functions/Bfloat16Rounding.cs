using System.Runtime.CompilerServices;
using Granary.Formulas.Lanes;

namespace Granary.Formulas.Functions;

/// <summary>
/// Rounds float32 to the nearest bfloat16, of two equally near ones to that with an even last bit. The result is a float32
/// whose lower 16 bits are 0. Infinities and zeros keep their bits, denormals are rounded like all others, and what lies at or
/// above the middle between the largest bfloat16 and 2^128 becomes infinite. A NaN becomes quiet and keeps its sign and the
/// upper bits of its payload.
/// </summary>
public static unsafe class Bfloat16Rounding
{
    // The bits that a bfloat16 has.
    private const uint KeptBits = 0xFFFF_0000;

    // Added to a float32's bits, it carries into the kept ones where more than half of the last one is cut off.
    private const uint BelowHalf = 0x7FFF;

    // The bit by which a quiet NaN differs from a signalling one.
    private const uint QuietBit = 0x0040_0000;

    /// <summary>Rounds numbers.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="rounded">Receives them, in the same order; may be the same memory as <paramref name="values"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Round(ReadOnlySpan<float> values, Span<float> rounded)
    {
        if (values.Length != rounded.Length)
        {
            throw new ArgumentException($"Expected room for {values.Length} numbers: found room for {rounded.Length}.");
        }

        fixed (float* source = values, target = rounded)
        {
            LaneLoop.Run(new Kernel(source, target), values.Length);
        }
    }

    /// <summary>A number rounded.</summary>
    internal static float Round(float value) => Round(new ScalarLanes(value)).Value;

    /// <summary>Each lane rounded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Round<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        // A tie carries only when the last kept bit is 1, which makes it even.
        var lastKept = TLanes.ShiftBitsRight(x, 16) & Bits<TLanes>(1);
        var carried = TLanes.AddBits(TLanes.AddBits(x, Bits<TLanes>(BelowHalf)), lastKept);
        return TLanes.IfEqual(x, x, carried, x | Bits<TLanes>(QuietBit)) & Bits<TLanes>(KeptBits);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Bits<TLanes>(uint bits)
        where TLanes : struct, ILanes<TLanes> => TLanes.Broadcast(BitConverter.UInt32BitsToSingle(bits));

    private readonly struct Kernel(float* source, float* target) : ILaneKernel
    {
        private readonly float* _source = source;
        private readonly float* _target = target;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<TLanes>(nint start, int count)
            where TLanes : struct, ILanes<TLanes> => Round(TLanes.Load(_source + start, count)).Store(_target + start, count);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Granary.Formulas.Lanes;

/// <summary>
/// Reduces a row to one number, in an order that is part of the arithmetic and the same at every vector width. Element
/// <c>j</c> enters partial result <c>j mod 16</c>, in increasing <c>j</c>. Then, with <c>s</c> for the partial results,
/// <c>q_p = (s_p + s_(p+4)) + (s_(p+8) + s_(p+12))</c> for p from 0 to 3, and the result is <c>(q_0 + q_2) + (q_1 + q_3)</c>.
/// </summary>
internal static unsafe class RowReduction
{
    private const int Partials = Lanes512.Width;

    /// <summary>Reduces with the widest lanes that this processor computes with.</summary>
    /// <param name="reduction">The computation.</param>
    /// <param name="length">Number of elements, from 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Run<TReduction>(TReduction reduction, int length)
        where TReduction : struct, IRowReduction
    {
        if (Vector512.IsHardwareAccelerated)
        {
            return Run<Lanes512, TReduction>(reduction, length);
        }

        if (Vector256.IsHardwareAccelerated)
        {
            return Run<Lanes256, TReduction>(reduction, length);
        }

        return Vector128.IsHardwareAccelerated
            ? Run<Lanes128, TReduction>(reduction, length)
            : Run<ScalarLanes, TReduction>(reduction, length);
    }

    /// <summary>Reduces with lanes of the caller's choice, for tests.</summary>
    /// <param name="reduction">The computation.</param>
    /// <param name="length">Number of elements, from 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static float Run<TLanes, TReduction>(TReduction reduction, int length)
        where TLanes : struct, ILanes<TLanes>
        where TReduction : struct, IRowReduction
    {
        // On a cache line of its own: a vector that crosses two is slow to read back.
        var memory = stackalloc float[2 * Partials];
        var partials = Lanes512.AlignUp(memory);
        for (var first = 0; first < Partials; first += TLanes.Count)
        {
            var partial = TLanes.Broadcast(TReduction.Start);
            for (nint start = first; start < length; start += Partials)
            {
                var count = (int)nint.Min(TLanes.Count, length - start);
                var entered = reduction.Enter(partial, start, count);
                partial = count == TLanes.Count ? entered : TLanes.IfFirst(count, entered, partial);
            }

            partial.Store(partials + first, TLanes.Count);
        }

        return Fold<TReduction>(partials);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Fold<TReduction>(float* partials)
        where TReduction : struct, IRowReduction
    {
        var low = TReduction.Combine(Lanes128.Load(partials, 4), Lanes128.Load(partials + 4, 4));
        var high = TReduction.Combine(Lanes128.Load(partials + 8, 4), Lanes128.Load(partials + 12, 4));
        var four = TReduction.Combine(low, high);
        var two = TReduction.Combine(four, new Lanes128(Vector128.Shuffle(four.Value, Vector128.Create(2, 3, 0, 1))));
        var one = TReduction.Combine(two, new Lanes128(Vector128.Shuffle(two.Value, Vector128.Create(1, 0, 3, 2))));
        return one.Value.ToScalar();
    }
}

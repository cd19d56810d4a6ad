using System.Numerics;
using System.Runtime.CompilerServices;
using Granary.Numerics.Kernels.Vectors;

namespace Granary.Numerics.Kernels.Tiles;

/// <summary>
/// The innermost loops: the product of a few rows of one operand with one or two vectors of columns of the other, with all
/// the sums in registers.
/// </summary>
/// <remarks>
/// The sums are named locals, <c>c</c> those of the first vector and <c>d</c> those of the second, because the compiler keeps
/// an array in memory, at a quarter of the speed. One method serves every height and width: they are the sizes of
/// <typeparamref name="TRows"/> and <typeparamref name="TWidth"/> (<see cref="N1"/> ...), constants of each instantiation, so
/// rows that a tile does not have leave no code behind.
/// </remarks>
/// <typeparam name="TVector">A register.</typeparam>
/// <typeparam name="TUnit">The instructions.</typeparam>
/// <typeparam name="TRows">The height, 1 to 14.</typeparam>
/// <typeparam name="TWidth">The width in vectors, 1 or 2.</typeparam>
internal static unsafe class RegisterTile<TVector, TUnit, TRows, TWidth>
    where TVector : struct
    where TUnit : struct, IVectorUnit<TVector>
    where TRows : unmanaged
    where TWidth : unmanaged
{
    /// <summary>Computes a tile.</summary>
    // Compiled for speed before the first call: the unoptimized code would be twelve times slower.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(in TileProduct p)
    {
        var rowStep = p.ARowStep;
        var kStep = p.AKStep;
        var a0 = p.A;
        var a3 = a0 + (3 * rowStep);
        var a6 = a3 + (3 * rowStep);
        var a9 = a6 + (3 * rowStep);
        var a12 = a9 + (3 * rowStep);
        var b = p.B;
        var bStep = p.BKStep;
        var next = p.Next;
        var nextStep = p.NextStep;
        var starts = p.Starts;
        for (var shard = 0; shard < starts.Length - 1; shard++)
        {
            TVector c0 = default, d0 = default;
            TVector c1 = default, d1 = default;
            TVector c2 = default, d2 = default;
            TVector c3 = default, d3 = default;
            TVector c4 = default, d4 = default;
            TVector c5 = default, d5 = default;
            TVector c6 = default, d6 = default;
            TVector c7 = default, d7 = default;
            TVector c8 = default, d8 = default;
            TVector c9 = default, d9 = default;
            TVector c10 = default, d10 = default;
            TVector c11 = default, d11 = default;
            TVector c12 = default, d12 = default;
            TVector c13 = default, d13 = default;

            for (var k = starts[shard + 1] - starts[shard]; k > 0; k--)
            {
                var b0 = TUnit.Load(b);
                var b1 = sizeof(TWidth) > 1 ? TUnit.Load(b + TUnit.Lanes) : default;
                TVector a;
                a = Broadcast(0, a0);
                c0 = Chain(0, 1, a, b0, c0);
                d0 = Chain(0, 2, a, b1, d0);
                a = Broadcast(1, a0 + rowStep);
                c1 = Chain(1, 1, a, b0, c1);
                d1 = Chain(1, 2, a, b1, d1);
                a = Broadcast(2, a0 + (2 * rowStep));
                c2 = Chain(2, 1, a, b0, c2);
                d2 = Chain(2, 2, a, b1, d2);
                a = Broadcast(3, a3);
                c3 = Chain(3, 1, a, b0, c3);
                d3 = Chain(3, 2, a, b1, d3);
                a = Broadcast(4, a3 + rowStep);
                c4 = Chain(4, 1, a, b0, c4);
                d4 = Chain(4, 2, a, b1, d4);
                a = Broadcast(5, a3 + (2 * rowStep));
                c5 = Chain(5, 1, a, b0, c5);
                d5 = Chain(5, 2, a, b1, d5);
                a = Broadcast(6, a6);
                c6 = Chain(6, 1, a, b0, c6);
                d6 = Chain(6, 2, a, b1, d6);
                a = Broadcast(7, a6 + rowStep);
                c7 = Chain(7, 1, a, b0, c7);
                d7 = Chain(7, 2, a, b1, d7);
                a = Broadcast(8, a6 + (2 * rowStep));
                c8 = Chain(8, 1, a, b0, c8);
                d8 = Chain(8, 2, a, b1, d8);
                a = Broadcast(9, a9);
                c9 = Chain(9, 1, a, b0, c9);
                d9 = Chain(9, 2, a, b1, d9);
                a = Broadcast(10, a9 + rowStep);
                c10 = Chain(10, 1, a, b0, c10);
                d10 = Chain(10, 2, a, b1, d10);
                a = Broadcast(11, a9 + (2 * rowStep));
                c11 = Chain(11, 1, a, b0, c11);
                d11 = Chain(11, 2, a, b1, d11);
                a = Broadcast(12, a12);
                c12 = Chain(12, 1, a, b0, c12);
                d12 = Chain(12, 2, a, b1, d12);
                a = Broadcast(13, a12 + rowStep);
                c13 = Chain(13, 1, a, b0, c13);
                d13 = Chain(13, 2, a, b1, d13);
                a0 += kStep;
                a3 += kStep;
                a6 += kStep;
                a9 += kStep;
                a12 += kStep;
                b += bStep;
                TUnit.Prefetch(next);
                next += nextStep;
            }

            var to = p.Scratch;
            var toRowStep = p.ScratchRowStep;
            for (var i = p.Addends + BitOperations.TrailingZeroCount(~shard); i > 0; i--)
            {
                c0 = Plus(0, 1, to + (0 * toRowStep), c0);
                d0 = Plus(0, 2, to + (0 * toRowStep), d0);
                c1 = Plus(1, 1, to + (1 * toRowStep), c1);
                d1 = Plus(1, 2, to + (1 * toRowStep), d1);
                c2 = Plus(2, 1, to + (2 * toRowStep), c2);
                d2 = Plus(2, 2, to + (2 * toRowStep), d2);
                c3 = Plus(3, 1, to + (3 * toRowStep), c3);
                d3 = Plus(3, 2, to + (3 * toRowStep), d3);
                c4 = Plus(4, 1, to + (4 * toRowStep), c4);
                d4 = Plus(4, 2, to + (4 * toRowStep), d4);
                c5 = Plus(5, 1, to + (5 * toRowStep), c5);
                d5 = Plus(5, 2, to + (5 * toRowStep), d5);
                c6 = Plus(6, 1, to + (6 * toRowStep), c6);
                d6 = Plus(6, 2, to + (6 * toRowStep), d6);
                c7 = Plus(7, 1, to + (7 * toRowStep), c7);
                d7 = Plus(7, 2, to + (7 * toRowStep), d7);
                c8 = Plus(8, 1, to + (8 * toRowStep), c8);
                d8 = Plus(8, 2, to + (8 * toRowStep), d8);
                c9 = Plus(9, 1, to + (9 * toRowStep), c9);
                d9 = Plus(9, 2, to + (9 * toRowStep), d9);
                c10 = Plus(10, 1, to + (10 * toRowStep), c10);
                d10 = Plus(10, 2, to + (10 * toRowStep), d10);
                c11 = Plus(11, 1, to + (11 * toRowStep), c11);
                d11 = Plus(11, 2, to + (11 * toRowStep), d11);
                c12 = Plus(12, 1, to + (12 * toRowStep), c12);
                d12 = Plus(12, 2, to + (12 * toRowStep), d12);
                c13 = Plus(13, 1, to + (13 * toRowStep), c13);
                d13 = Plus(13, 2, to + (13 * toRowStep), d13);
                to += p.ScratchStep;
            }

            if (shard == starts.Length - 2)
            {
                to = p.Result;
                toRowStep = p.ResultRowStep;
            }

            Store(0, 1, to + (0 * toRowStep), c0);
            Store(0, 2, to + (0 * toRowStep), d0);
            Store(1, 1, to + (1 * toRowStep), c1);
            Store(1, 2, to + (1 * toRowStep), d1);
            Store(2, 1, to + (2 * toRowStep), c2);
            Store(2, 2, to + (2 * toRowStep), d2);
            Store(3, 1, to + (3 * toRowStep), c3);
            Store(3, 2, to + (3 * toRowStep), d3);
            Store(4, 1, to + (4 * toRowStep), c4);
            Store(4, 2, to + (4 * toRowStep), d4);
            Store(5, 1, to + (5 * toRowStep), c5);
            Store(5, 2, to + (5 * toRowStep), d5);
            Store(6, 1, to + (6 * toRowStep), c6);
            Store(6, 2, to + (6 * toRowStep), d6);
            Store(7, 1, to + (7 * toRowStep), c7);
            Store(7, 2, to + (7 * toRowStep), d7);
            Store(8, 1, to + (8 * toRowStep), c8);
            Store(8, 2, to + (8 * toRowStep), d8);
            Store(9, 1, to + (9 * toRowStep), c9);
            Store(9, 2, to + (9 * toRowStep), d9);
            Store(10, 1, to + (10 * toRowStep), c10);
            Store(10, 2, to + (10 * toRowStep), d10);
            Store(11, 1, to + (11 * toRowStep), c11);
            Store(11, 2, to + (11 * toRowStep), d11);
            Store(12, 1, to + (12 * toRowStep), c12);
            Store(12, 2, to + (12 * toRowStep), d12);
            Store(13, 1, to + (13 * toRowStep), c13);
            Store(13, 2, to + (13 * toRowStep), d13);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Broadcast(int row, float* a) => sizeof(TRows) > row ? TUnit.Broadcast(*a) : default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Chain(int row, int vector, TVector a, TVector b, TVector sum) =>
        sizeof(TRows) > row && sizeof(TWidth) >= vector ? TUnit.MultiplyAdd(a, b, sum) : sum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Plus(int row, int vector, float* left, TVector sum) =>
        sizeof(TRows) > row && sizeof(TWidth) >= vector
            ? TUnit.Add(TUnit.Load(left + ((vector - 1) * TUnit.Lanes)), sum)
            : sum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(int row, int vector, float* target, TVector sum)
    {
        if (sizeof(TRows) > row && sizeof(TWidth) >= vector)
        {
            TUnit.Store(target + ((vector - 1) * TUnit.Lanes), sum);
        }
    }
}

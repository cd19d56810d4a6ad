using System.Runtime.CompilerServices;
using Granary.Numerics.Kernels.Vectors;

namespace Granary.Numerics.Kernels.Tiles;

/// <summary>
/// The innermost loop: the product of a few rows of one operand with one or two vectors of columns of the other, with all the
/// sums in registers.
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
        for (var k = p.Length; k > 0; k--)
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

        var addend = p.Addend;
        var addendRowStep = p.AddendRowStep;
        for (var i = p.Addends; i > 0; i--)
        {
            c0 = Plus(0, 1, addend + (0 * addendRowStep), c0);
            d0 = Plus(0, 2, addend + (0 * addendRowStep), d0);
            c1 = Plus(1, 1, addend + (1 * addendRowStep), c1);
            d1 = Plus(1, 2, addend + (1 * addendRowStep), d1);
            c2 = Plus(2, 1, addend + (2 * addendRowStep), c2);
            d2 = Plus(2, 2, addend + (2 * addendRowStep), d2);
            c3 = Plus(3, 1, addend + (3 * addendRowStep), c3);
            d3 = Plus(3, 2, addend + (3 * addendRowStep), d3);
            c4 = Plus(4, 1, addend + (4 * addendRowStep), c4);
            d4 = Plus(4, 2, addend + (4 * addendRowStep), d4);
            c5 = Plus(5, 1, addend + (5 * addendRowStep), c5);
            d5 = Plus(5, 2, addend + (5 * addendRowStep), d5);
            c6 = Plus(6, 1, addend + (6 * addendRowStep), c6);
            d6 = Plus(6, 2, addend + (6 * addendRowStep), d6);
            c7 = Plus(7, 1, addend + (7 * addendRowStep), c7);
            d7 = Plus(7, 2, addend + (7 * addendRowStep), d7);
            c8 = Plus(8, 1, addend + (8 * addendRowStep), c8);
            d8 = Plus(8, 2, addend + (8 * addendRowStep), d8);
            c9 = Plus(9, 1, addend + (9 * addendRowStep), c9);
            d9 = Plus(9, 2, addend + (9 * addendRowStep), d9);
            c10 = Plus(10, 1, addend + (10 * addendRowStep), c10);
            d10 = Plus(10, 2, addend + (10 * addendRowStep), d10);
            c11 = Plus(11, 1, addend + (11 * addendRowStep), c11);
            d11 = Plus(11, 2, addend + (11 * addendRowStep), d11);
            c12 = Plus(12, 1, addend + (12 * addendRowStep), c12);
            d12 = Plus(12, 2, addend + (12 * addendRowStep), d12);
            c13 = Plus(13, 1, addend + (13 * addendRowStep), c13);
            d13 = Plus(13, 2, addend + (13 * addendRowStep), d13);
            addend += p.AddendStep;
        }

        var result = p.Result;
        var resultRowStep = p.ResultRowStep;
        Store(0, 1, result + (0 * resultRowStep), c0);
        Store(0, 2, result + (0 * resultRowStep), d0);
        Store(1, 1, result + (1 * resultRowStep), c1);
        Store(1, 2, result + (1 * resultRowStep), d1);
        Store(2, 1, result + (2 * resultRowStep), c2);
        Store(2, 2, result + (2 * resultRowStep), d2);
        Store(3, 1, result + (3 * resultRowStep), c3);
        Store(3, 2, result + (3 * resultRowStep), d3);
        Store(4, 1, result + (4 * resultRowStep), c4);
        Store(4, 2, result + (4 * resultRowStep), d4);
        Store(5, 1, result + (5 * resultRowStep), c5);
        Store(5, 2, result + (5 * resultRowStep), d5);
        Store(6, 1, result + (6 * resultRowStep), c6);
        Store(6, 2, result + (6 * resultRowStep), d6);
        Store(7, 1, result + (7 * resultRowStep), c7);
        Store(7, 2, result + (7 * resultRowStep), d7);
        Store(8, 1, result + (8 * resultRowStep), c8);
        Store(8, 2, result + (8 * resultRowStep), d8);
        Store(9, 1, result + (9 * resultRowStep), c9);
        Store(9, 2, result + (9 * resultRowStep), d9);
        Store(10, 1, result + (10 * resultRowStep), c10);
        Store(10, 2, result + (10 * resultRowStep), d10);
        Store(11, 1, result + (11 * resultRowStep), c11);
        Store(11, 2, result + (11 * resultRowStep), d11);
        Store(12, 1, result + (12 * resultRowStep), c12);
        Store(12, 2, result + (12 * resultRowStep), d12);
        Store(13, 1, result + (13 * resultRowStep), c13);
        Store(13, 2, result + (13 * resultRowStep), d13);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Broadcast(int row, float* a) => sizeof(TRows) > row ? TUnit.Broadcast(*a) : default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Chain(int row, int vector, TVector a, TVector b, TVector sum) =>
        sizeof(TRows) > row && sizeof(TWidth) >= vector ? TUnit.MultiplyAdd(a, b, sum) : sum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Plus(int row, int vector, float* addend, TVector sum) =>
        sizeof(TRows) > row && sizeof(TWidth) >= vector ? TUnit.Add(TUnit.Load(addend + ((vector - 1) * TUnit.Lanes)), sum) : sum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(int row, int vector, float* target, TVector sum)
    {
        if (sizeof(TRows) > row && sizeof(TWidth) >= vector)
        {
            TUnit.Store(target + ((vector - 1) * TUnit.Lanes), sum);
        }
    }
}

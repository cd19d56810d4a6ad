using System.Runtime.CompilerServices;
using Granary.Numerics.Kernels.Vectors;

namespace Granary.Numerics.Kernels.Tiles;

/// <summary>
/// Moves tiles between matrices, whose rows may end inside a vector, and scratch memory, where a tile's rows follow each other
/// in whole vectors. What stands in the lanes behind a row's end is of no importance.
/// </summary>
internal static unsafe class TileMemory<TVector, TUnit>
    where TVector : struct
    where TUnit : struct, IVectorUnit<TVector>
{
    private const int MinPrefetchedChain = 64;

    /// <summary>Asks for the cache lines of a tile in a matrix, which is going to be read or written after some chains.</summary>
    /// <param name="target">The first row.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="width">Floats of a row.</param>
    /// <param name="chain">Length of the chains: short ones are over before the lines arrive.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Prefetch(float* target, nint stride, int rows, int width, int chain)
    {
        for (var i = 0; i < rows && chain >= MinPrefetchedChain; i++)
        {
            for (var at = 0; at < width; at += TileProduct.FloatsPerLine)
            {
                TUnit.Prefetch(target + at);
            }

            TUnit.Prefetch(target + width - 1);
            target += stride;
        }
    }

    /// <summary>Copies a matrix's rows into scratch memory.</summary>
    /// <param name="source">The first row.</param>
    /// <param name="stride">Floats from one of its rows to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="width">Floats of a row, which end in the last vector.</param>
    /// <param name="tile">Receives the rows.</param>
    /// <param name="vectors">Vectors of a row there, 1 or 2.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Read(float* source, nint stride, int rows, int width, float* tile, int vectors)
    {
        var last = (vectors - 1) * TUnit.Lanes;
        for (var i = 0; i < rows; i++)
        {
            if (last > 0)
            {
                TUnit.Store(tile, TUnit.Load(source));
            }

            var rest = width - last == TUnit.Lanes ? TUnit.Load(source + last) : TUnit.LoadFirst(source + last, width - last);
            TUnit.Store(tile + last, rest);
            source += stride;
            tile += vectors * TUnit.Lanes;
        }
    }

    /// <summary>Copies rows from scratch memory into a matrix.</summary>
    /// <param name="tile">The rows.</param>
    /// <param name="vectors">Vectors of a row, 1 or 2.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="width">Floats of a row in the matrix, which end in the last vector.</param>
    /// <param name="target">Receives the first row.</param>
    /// <param name="stride">Floats from one of its rows to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(float* tile, int vectors, int rows, int width, float* target, nint stride)
    {
        var last = (vectors - 1) * TUnit.Lanes;
        for (var i = 0; i < rows; i++)
        {
            if (last > 0)
            {
                TUnit.Store(target, TUnit.Load(tile));
            }

            if (width - last == TUnit.Lanes)
            {
                TUnit.Store(target + last, TUnit.Load(tile + last));
            }
            else
            {
                TUnit.StoreFirst(target + last, TUnit.Load(tile + last), width - last);
            }

            target += stride;
            tile += vectors * TUnit.Lanes;
        }
    }
}

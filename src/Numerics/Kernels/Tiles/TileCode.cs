using System.Runtime.CompilerServices;
using Granary.Numerics.Kernels.Vectors;

namespace Granary.Numerics.Kernels.Tiles;

/// <summary>Finds the code for a tile's size.</summary>
internal static unsafe class TileCode<TVector, TUnit>
    where TVector : struct
    where TUnit : struct, IVectorUnit<TVector>
{
    /// <summary>Computes a tile.</summary>
    /// <param name="product">What to compute.</param>
    /// <param name="rows">Rows, from 1 to <see cref="IVectorUnit{TVector}.MaxRows"/>.</param>
    /// <param name="vectors">Width in vectors, 1 or 2.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(in TileProduct product, int rows, int vectors)
    {
        if (vectors == 1)
        {
            Multiply<N1>(in product, rows);
        }
        else
        {
            Multiply<N2>(in product, rows);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TWidth>(in TileProduct product, int rows)
        where TWidth : unmanaged
    {
        switch (rows)
        {
            case 1:
                RegisterTile<TVector, TUnit, N1, TWidth>.Multiply(in product);
                break;
            case 2:
                RegisterTile<TVector, TUnit, N2, TWidth>.Multiply(in product);
                break;
            case 3:
                RegisterTile<TVector, TUnit, N3, TWidth>.Multiply(in product);
                break;
            case 4:
                RegisterTile<TVector, TUnit, N4, TWidth>.Multiply(in product);
                break;
            case 5:
                RegisterTile<TVector, TUnit, N5, TWidth>.Multiply(in product);
                break;
            case 6:
                RegisterTile<TVector, TUnit, N6, TWidth>.Multiply(in product);
                break;
            case 7:
                RegisterTile<TVector, TUnit, N7, TWidth>.Multiply(in product);
                break;
            case 8:
                RegisterTile<TVector, TUnit, N8, TWidth>.Multiply(in product);
                break;
            case 9:
                RegisterTile<TVector, TUnit, N9, TWidth>.Multiply(in product);
                break;
            case 10:
                RegisterTile<TVector, TUnit, N10, TWidth>.Multiply(in product);
                break;
            case 11:
                RegisterTile<TVector, TUnit, N11, TWidth>.Multiply(in product);
                break;
            case 12:
                RegisterTile<TVector, TUnit, N12, TWidth>.Multiply(in product);
                break;
            case 13:
                RegisterTile<TVector, TUnit, N13, TWidth>.Multiply(in product);
                break;
            case 14:
                RegisterTile<TVector, TUnit, N14, TWidth>.Multiply(in product);
                break;
        }
    }
}

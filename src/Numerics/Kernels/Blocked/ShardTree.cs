using System.Numerics;
using System.Runtime.CompilerServices;
using Granary.Numerics.Kernels.Tiles;
using Granary.Numerics.Kernels.Vectors;

namespace Granary.Numerics.Kernels.Blocked;

/// <summary>A tile of a gradient, summed over the shards by their tree while it is in the first-level cache.</summary>
internal static unsafe class ShardTree<TVector, TUnit>
    where TVector : struct
    where TUnit : struct, IVectorUnit<TVector>
{
    private static int TileLength => TUnit.MaxRows * 2 * TUnit.Lanes;

    /// <summary>Floats of scratch memory that <see cref="Multiply"/> needs.</summary>
    /// <param name="shards">Number of shards, a power of two.</param>
    public static int ScratchLength(int shards) => (BitOperations.Log2((uint)shards) + 1) * TileLength;

    /// <summary>Computes a tile.</summary>
    /// <param name="product">Its operands and shards.</param>
    /// <param name="rows">Rows of the tile.</param>
    /// <param name="width">Columns of the tile.</param>
    /// <param name="target">Receives the first row.</param>
    /// <param name="stride">Floats from one row to the next there.</param>
    /// <param name="scratch">Memory for the nodes that wait.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(ref TileProduct product, int rows, int width, float* target, nint stride, float* scratch)
    {
        var vectors = Packing<TVector, TUnit>.Vectors(width);
        var rowLength = vectors * TUnit.Lanes;
        var direct = width == rowLength;
        product.Scratch = scratch;
        product.ScratchRowStep = rowLength;
        product.ScratchStep = TileLength;
        product.Result = direct ? target : scratch;
        product.ResultRowStep = direct ? stride : rowLength;
        TileMemory<TVector, TUnit>.Prefetch(target, stride, rows, width, product.Starts[^1] - product.Starts[0]);
        TileCode<TVector, TUnit>.Multiply(in product, rows, vectors);
        if (!direct)
        {
            TileMemory<TVector, TUnit>.Write(scratch, vectors, rows, width, target, stride);
        }
    }
}

using System.Numerics;
using Granary.Numerics.Kernels.Tiles;
using Granary.Numerics.Kernels.Vectors;

namespace Granary.Numerics.Kernels.Blocked;

/// <summary>
/// A tile of a gradient, summed over the shards by their tree while it is in the first-level cache. Shard <c>s</c> completes one
/// inner node for each trailing one of <c>s</c> in binary, from below; the nodes that wait for their right neighbour are at
/// most one on each level.
/// </summary>
internal static unsafe class ShardTree<TVector, TUnit>
    where TVector : struct
    where TUnit : struct, IVectorUnit<TVector>
{
    private static int TileLength => TUnit.MaxRows * 2 * TUnit.Lanes;

    /// <summary>Floats of scratch memory that <see cref="Multiply"/> needs.</summary>
    /// <param name="shards">Number of shards, a power of two.</param>
    public static int ScratchLength(int shards) => (BitOperations.Log2((uint)shards) + 1) * TileLength;

    /// <summary>Computes a tile.</summary>
    /// <param name="product">Its operands, at row 0 of the first shard; their <c>k</c> are rows of the mini-batch.</param>
    /// <param name="shardStarts">The first row of each shard, and the end of the last.</param>
    /// <param name="rows">Rows of the tile.</param>
    /// <param name="width">Columns of the tile.</param>
    /// <param name="target">Receives the first row.</param>
    /// <param name="stride">Floats from one row to the next there.</param>
    /// <param name="scratch">Memory for the nodes that wait.</param>
    public static void Multiply(
        TileProduct product, int[] shardStarts, int rows, int width, float* target, nint stride, float* scratch)
    {
        var vectors = Packing<TVector, TUnit>.Vectors(width);
        var a = product.A;
        var b = product.B;
        var next = product.Next;
        var last = shardStarts.Length - 2;
        product.Addend = scratch;
        product.AddendRowStep = vectors * TUnit.Lanes;
        product.AddendStep = TileLength;
        product.ResultRowStep = vectors * TUnit.Lanes;
        TileMemory<TVector, TUnit>.Prefetch(target, stride, rows, width);
        for (var shard = 0; shard <= last; shard++)
        {
            product.A = a + ((shardStarts[shard] - shardStarts[0]) * product.AKStep);
            product.B = b + ((shardStarts[shard] - shardStarts[0]) * product.BKStep);
            product.Next = next + ((shardStarts[shard] - shardStarts[0]) * product.NextStep);
            product.Length = shardStarts[shard + 1] - shardStarts[shard];
            product.Addends = BitOperations.TrailingZeroCount(~shard);
            product.Result = scratch + (product.Addends * TileLength);
            if (shard == last && width == vectors * TUnit.Lanes)
            {
                product.Result = target;
                product.ResultRowStep = stride;
            }

            TileCode<TVector, TUnit>.Multiply(in product, rows, vectors);
        }

        if (width < vectors * TUnit.Lanes)
        {
            TileMemory<TVector, TUnit>.Write(product.Result, vectors, rows, width, target, stride);
        }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using Granary.Formulas.Functions;
using Granary.Formulas.Lanes;
using Granary.Numerics.Kernels.Tiles;
using Granary.Numerics.Kernels.Vectors;

namespace Granary.Numerics.Kernels.Blocked;

/// <summary>A tile of a gradient, summed over the shards by their tree while it is in the first-level cache.</summary>
internal static unsafe class ShardTree<TVector, TUnit>
    where TVector : struct
    where TUnit : struct, IVectorUnit<TVector>
{
    private static int TileLength => TUnit.MaxRows * 2 * TUnit.Lanes;

    /// <summary>Floats of scratch memory that a tile needs.</summary>
    /// <param name="shards">Number of shards, a power of two.</param>
    public static int ScratchLength(int shards) => (BitOperations.Log2((uint)shards) + 2) * TileLength;

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

    /// <summary>Computes a tile whose nodes are bfloat16, with the parameters of <see cref="Multiply"/>.</summary>
    /// <remarks>
    /// Rounding inside the register tile would take more code than the compiler inlines there. So each shard is a tile of its own,
    /// and one pass over it rounds and adds what the tile would have added.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyRounded(ref TileProduct product, int rows, int width, float* target, nint stride, float* scratch)
    {
        var vectors = Packing<TVector, TUnit>.Vectors(width);
        var rowLength = vectors * TUnit.Lanes;
        var starts = product.Starts;
        var nodes = scratch + TileLength;
        product.Result = scratch;
        product.ResultRowStep = rowLength;
        TileMemory<TVector, TUnit>.Prefetch(target, stride, rows, width, starts[^1] - starts[0]);
        for (var shard = 0; shard < starts.Length - 1; shard++)
        {
            product.Starts = starts.Slice(shard, 2);
            TileCode<TVector, TUnit>.Multiply(in product, rows, vectors);
            var completed = BitOperations.TrailingZeroCount(~shard);
            LaneLoop.Run(new RoundedNodeKernel(scratch, nodes, TileLength, completed), rows * rowLength);
            var chain = starts[shard + 1] - starts[shard];
            product.A += chain * product.AKStep;
            product.B += chain * product.BKStep;
            product.Next += chain * product.NextStep;
        }

        var root = nodes + (BitOperations.Log2((uint)starts.Length - 1) * TileLength);
        TileMemory<TVector, TUnit>.Write(root, vectors, rows, width, target, stride);
    }

    // The nodes that wait lie by level from nodes on. The last one that the shard completes goes to the level above them.
    private readonly struct RoundedNodeKernel(float* shard, float* nodes, nint step, int completed) : ILaneKernel
    {
        private readonly float* _shard = shard;
        private readonly float* _nodes = nodes;
        private readonly nint _step = step;
        private readonly int _completed = completed;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<TLanes>(nint start, int count)
            where TLanes : struct, ILanes<TLanes>
        {
            var node = Bfloat16Rounding.Round(TLanes.Load(_shard + start, count));
            var left = _nodes + start;
            for (var level = 0; level < _completed; level++)
            {
                node = Bfloat16Rounding.Round(TLanes.Load(left, count) + node);
                left += _step;
            }

            node.Store(left, count);
        }
    }
}

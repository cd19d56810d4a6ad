using Granary.Formulas.Functions;
using Granary.Formulas.Lanes;
using Granary.Numerics.Layers;
using Granary.Numerics.Memory;
using Granary.Numerics.Sharding;

namespace Granary.Numerics.Normalization;

/// <summary>
/// Sums over rows of what each row adds to the gradient of a number that each neuron has: within a shard row by row, in increasing order from +0,
/// then in the order of the shard tree, as <see cref="Kernels.MatrixKernel.WeightGradient"/> does it with biases.
/// </summary>
/// <param name="neurons">Neurons of the layer.</param>
/// <param name="wire">With <see cref="WireFormat.Bfloat16"/> the sum of every node is rounded.</param>
internal sealed unsafe class GradientSums(int neurons, WireFormat wire)
{
    // By the number of shards below a node.
    private readonly Dictionary<int, GradientTree> _trees = [];
    private AlignedBuffer _leaves = new(0);

    /// <summary>Finds the gradient of one node of the shard tree.</summary>
    /// <param name="terms">What each row adds, rows x neurons.</param>
    /// <param name="shardStarts">Where the node's shards start within the rows, and the end of the last.</param>
    /// <param name="gradient">The layer's slices.</param>
    /// <param name="tensor">Of what it is the gradient.</param>
    public void Find(Matrix terms, int[] shardStarts, Slice[] gradient, LayerTensor tensor)
    {
        var shards = shardStarts.Length - 1;
        var tree = TreeOf(shards);
        for (var shard = 0; shard < shards; shard++)
        {
            var leaf = _leaves.Pointer + ((nint)shard * neurons);
            Sum(terms, shardStarts[shard], shardStarts[shard + 1], leaf);
            tree.TryAdd(new TreeNode(0, shard), leaf);
        }

        foreach (var slice in gradient)
        {
            for (var n = 0; n < slice.Neurons; n += GradientTree.MaxSumLength)
            {
                var count = Math.Min(GradientTree.MaxSumLength, slice.Neurons - n);
                tree.Sum(slice.FirstNeuron + n, count).CopyTo(slice.Of(tensor)[n..]);
            }
        }
    }

    private GradientTree TreeOf(int shards)
    {
        if (!_trees.TryGetValue(shards, out var tree))
        {
            tree = new GradientTree(shards, wire);
            _trees.Add(shards, tree);
            _leaves = _leaves.Length >= shards * neurons ? _leaves : new AlignedBuffer(shards * neurons);
        }

        tree.Clear();
        return tree;
    }

    private void Sum(Matrix terms, int first, int end, float* sums)
    {
        var all = new Span<float>(sums, neurons);
        all.Clear();
        for (var r = first; r < end; r++)
        {
            fixed (float* row = terms.Row(r))
            {
                LaneLoop.Run(new AddKernel(sums, row), neurons);
            }
        }

        if (wire == WireFormat.Bfloat16)
        {
            Bfloat16Rounding.Round(all, all);
        }
    }
}

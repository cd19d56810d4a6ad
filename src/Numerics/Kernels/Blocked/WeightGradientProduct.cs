using System.Runtime.CompilerServices;
using Granary.Numerics.Kernels.Tiles;
using Granary.Numerics.Kernels.Vectors;
using Granary.Numerics.Layers;
using Granary.Numerics.Memory;
using Granary.Numerics.Sharding;
using Granary.Numerics.Threads;

namespace Granary.Numerics.Kernels.Blocked;

/// <summary>
/// <c>dW = delta^T x</c> and <c>db = 1^T delta</c>, summed over the shards by their tree. Rows of the output are neurons, so
/// <c>delta</c> is read float by float, and columns are inputs, so <c>x</c> is read in vectors, both down the rows of the
/// mini-batch.
/// </summary>
/// <remarks>
/// <c>delta</c> is read where it is. A step down a column is a step over pages when rows are long, which no prefetcher
/// follows, so each tile asks for the lines of the next. <c>x</c> is read where it is too, but for columns that do not fill
/// a panel, until there are so many rows and tiles that packing it, a group of panels at a time, pays.
/// </remarks>
internal sealed unsafe class WeightGradientProduct<TVector, TUnit> : IParallelWork
    where TVector : struct
    where TUnit : struct, IVectorUnit<TVector>
{
    private const int PackedRows = 1024;
    private const int PackedTiles = 8;

    private readonly WorkspacePool _workspaces;
    private readonly RowTiles _tiles = new();
    private readonly AlignedBuffer _one = new(1);
    private Matrix _delta;
    private Matrix _x;
    private int[] _shardStarts = [];
    private WireFormat _wire;
    private Slice[] _gradient = [];
    private Partition _partition;
    private bool _isPacked;

    /// <summary>Makes the product.</summary>
    /// <param name="workspaces">Scratch memory of the threads.</param>
    public WeightGradientProduct(WorkspacePool workspaces)
    {
        _workspaces = workspaces;
        _one.Span[0] = 1f;
    }

    private static int PanelWidth => Packing<TVector, TUnit>.PanelWidth;

    private int PanelLength => _x.Rows * PanelWidth;

    /// <summary>Computes it; see <see cref="MatrixKernel.WeightGradient"/>.</summary>
    public void Compute(ComputeTeam team, Matrix delta, Matrix x, int[] shardStarts, WireFormat wire, Slice[] gradient)
    {
        var rows = shardStarts[^1] - shardStarts[0];
        _delta = delta.RowRange(shardStarts[0], rows);
        _x = x.RowRange(shardStarts[0], rows);
        _shardStarts = shardStarts;
        _wire = wire;
        _gradient = gradient;
        _tiles.Cut(gradient, TUnit.MaxRows);
        _isPacked = rows >= PackedRows && _tiles.Count >= PackedTiles;
        var panels = Packing<TVector, TUnit>.Panels(x.Columns);
        var multiplyAdds = (long)rows * x.Columns * delta.Columns;
        _partition = Partition.Choose(team.Threads, _tiles.Count, panels, packing: _isPacked ? 1 : 0, multiplyAdds);
        _workspaces.Reserve(team.Threads);
        team.Run(this, _partition.Parts);
    }

    /// <inheritdoc/>
    public void Execute(int part)
    {
        var workspace = _workspaces.Rent();
        try
        {
            ComputeWeights(part, workspace);
            ComputeBiases(part, workspace);
        }
        finally
        {
            _workspaces.Return(workspace);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ComputeWeights(int part, Workspace workspace)
    {
        var (firstTile, endTile) = _partition.Rows(part);
        var (firstPanel, endPanel) = _partition.Panels(part);
        var tiles = _tiles.Range(firstTile, endTile);
        var groupSize = PanelGroups.Size(PanelLength);
        var packed = workspace.Panels(Math.Min(groupSize, endPanel - firstPanel) * PanelLength);
        for (var group = firstPanel; group < endPanel; group += groupSize)
        {
            var groupEnd = Math.Min(group + groupSize, endPanel);
            Pack(group, groupEnd, packed);
            for (var t = 0; t < tiles.Length; t++)
            {
                for (var panel = group; panel < groupEnd; panel++)
                {
                    var product = default(TileProduct);
                    product.B = packed + ((nint)(panel - group) * PanelLength);
                    if (panel == groupEnd - 1 && t + 1 < tiles.Length)
                    {
                        // The line in which the next tile starts is the one in which this tile ends.
                        product.Next = _delta.Data + tiles[t + 1].FirstNeuron + tiles[t + 1].Rows - 1;
                        product.NextStep = _delta.Stride;
                    }

                    ComputeTile(tiles[t], panel, ref product, workspace);
                }
            }
        }
    }

    private void Pack(int firstPanel, int endPanel, float* packed)
    {
        var column = firstPanel * PanelWidth;
        var columns = Math.Min(endPanel * PanelWidth, _x.Columns) - column;
        var inPlace = _isPacked ? 0 : columns / PanelWidth;
        column += inPlace * PanelWidth;
        columns -= inPlace * PanelWidth;
        packed += (nint)inPlace * PanelLength;
        Packing<TVector, TUnit>.Copy(_x.Data + column, _x.Stride, columns, _x.Rows, 0, packed, PanelLength);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ComputeTile(RowTile tile, int panel, ref TileProduct product, Workspace workspace)
    {
        ref readonly var slice = ref _gradient[tile.Slice];
        var column = panel * PanelWidth;
        var width = Math.Min(PanelWidth, _x.Columns - column);
        product.A = _delta.Data + tile.FirstNeuron;
        product.ARowStep = 1;
        product.AKStep = _delta.Stride;
        product.BKStep = Packing<TVector, TUnit>.Vectors(width) * TUnit.Lanes;
        if (!_isPacked && width == PanelWidth)
        {
            product.B = _x.Data + column;
            product.BKStep = _x.Stride;
        }

        var target = slice.Weights + ((nint)(tile.FirstNeuron - slice.FirstNeuron) * slice.Inputs) + column;
        Multiply(ref product, tile.Rows, width, target, slice.Inputs, workspace);
    }

    // One row of ones times the columns of delta.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ComputeBiases(int part, Workspace workspace)
    {
        var biases = stackalloc float[PanelWidth];
        var panels = new EvenSplit(Packing<TVector, TUnit>.Panels(_delta.Columns), _partition.Parts);
        for (var panel = panels.Start(part); panel < panels.Start(part + 1); panel++)
        {
            var column = panel * PanelWidth;
            var width = Math.Min(PanelWidth, _delta.Columns - column);
            var product = default(TileProduct);
            product.A = _one.Pointer;
            product.B = _delta.Data + column;
            product.BKStep = _delta.Stride;
            if (width < PanelWidth)
            {
                var packed = workspace.Panels(PanelLength);
                Packing<TVector, TUnit>.Copy(product.B, _delta.Stride, width, _delta.Rows, 0, packed, PanelLength);
                product.B = packed;
                product.BKStep = Packing<TVector, TUnit>.Vectors(width) * TUnit.Lanes;
            }

            Multiply(ref product, 1, width, biases, 0, workspace);
            WriteBiases(column, new ReadOnlySpan<float>(biases, width));
        }
    }

    // A panel's neurons may lie in several slices.
    private void WriteBiases(int neuron, ReadOnlySpan<float> biases)
    {
        while (!biases.IsEmpty)
        {
            ref readonly var slice = ref LayerSlices.At(_gradient, neuron);
            var first = neuron - slice.FirstNeuron;
            var count = Math.Min(biases.Length, slice.Neurons - first);
            biases[..count].CopyTo(new Span<float>(slice.Biases + first, count));
            biases = biases[count..];
            neuron += count;
        }
    }

    private void Multiply(ref TileProduct product, int rows, int width, float* target, nint stride, Workspace workspace)
    {
        var scratch = workspace.Tiles(ShardTree<TVector, TUnit>.ScratchLength(_shardStarts.Length - 1));
        product.Starts = _shardStarts;
        if (_wire == WireFormat.Bfloat16)
        {
            ShardTree<TVector, TUnit>.MultiplyRounded(ref product, rows, width, target, stride, scratch);
        }
        else
        {
            ShardTree<TVector, TUnit>.Multiply(ref product, rows, width, target, stride, scratch);
        }
    }
}

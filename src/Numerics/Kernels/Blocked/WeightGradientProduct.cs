using System.Runtime.CompilerServices;
using Granary.Numerics.Kernels.Tiles;
using Granary.Numerics.Kernels.Vectors;
using Granary.Numerics.Memory;
using Granary.Numerics.Threads;

namespace Granary.Numerics.Kernels.Blocked;

/// <summary>
/// <c>dW = delta^T x</c> and <c>db = 1^T delta</c>, summed over the shards by their tree. Rows of the output are neurons, so
/// <c>delta</c> is read float by float, and columns are inputs, so <c>x</c> is read in vectors, both down the rows of the
/// mini-batch.
/// </summary>
/// <remarks>
/// Neighbours in a column are a row apart, pages when rows are long, so the columns of <c>delta</c> are packed. Those of <c>x</c> are
/// packed when there are many rows, a group of panels at a time, and otherwise read where they are, but for the last when
/// they do not fill whole vectors.
/// </remarks>
internal sealed unsafe class WeightGradientProduct<TVector, TUnit> : IParallelWork
    where TVector : struct
    where TUnit : struct, IVectorUnit<TVector>
{
    /// <summary>From so many rows on it pays to pack <c>x</c>.</summary>
    private const int PackedRows = 200;

    private readonly WorkspacePool _workspaces;
    private readonly RowTiles _tiles = new();
    private readonly AlignedBuffer _one = new(1);
    private Matrix _delta;
    private Matrix _x;
    private int[] _shardStarts = [];
    private Slice[] _gradient = [];
    private Partition _partition;

    /// <summary>Makes the product.</summary>
    /// <param name="workspaces">Scratch memory of the threads.</param>
    public WeightGradientProduct(WorkspacePool workspaces)
    {
        _workspaces = workspaces;
        _one.Span[0] = 1f;
    }

    private static int PanelWidth => Packing<TVector, TUnit>.PanelWidth;

    private static int TileRowLength => Packing<TVector, TUnit>.TileRowLength;

    private int TileLength => _delta.Rows * TileRowLength;

    private int PanelLength => _x.Rows * PanelWidth;

    private bool IsPacked => _x.Rows >= PackedRows;

    /// <summary>Computes it; see <see cref="MatrixKernel.WeightGradient"/>.</summary>
    public void Compute(ComputeTeam team, Matrix delta, Matrix x, int[] shardStarts, Slice[] gradient)
    {
        var rows = shardStarts[^1] - shardStarts[0];
        _delta = delta.RowRange(shardStarts[0], rows);
        _x = x.RowRange(shardStarts[0], rows);
        _shardStarts = shardStarts;
        _gradient = gradient;
        _tiles.Cut(gradient, TUnit.MaxRows);
        var panels = Packing<TVector, TUnit>.Panels(x.Columns);
        var multiplyAdds = (long)rows * x.Columns * delta.Columns;
        _partition = Partition.Choose(team.Threads, _tiles.Count, panels, packing: IsPacked ? 1 : 0, multiplyAdds);
        _workspaces.Reserve(team.Threads);
        team.Run(this, _partition.Parts);
    }

    /// <inheritdoc/>
    public void Execute(int part)
    {
        var workspace = _workspaces.Rent();
        try
        {
            Execute(part, workspace);
        }
        finally
        {
            _workspaces.Return(workspace);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Execute(int part, Workspace workspace)
    {
        var (firstTile, endTile) = _partition.Rows(part);
        var (firstPanel, endPanel) = _partition.Panels(part);
        var tiles = _tiles.Range(firstTile, endTile);
        var rows = PackTiles(tiles, withBiases: firstPanel == 0, workspace);
        var groupSize = PanelGroups.Size(PanelLength);
        var packed = workspace.Panels(Math.Min(groupSize, endPanel - firstPanel) * PanelLength);
        for (var group = firstPanel; group < endPanel; group += groupSize)
        {
            var groupEnd = Math.Min(group + groupSize, endPanel);
            PackPanels(group, groupEnd, packed);
            for (var t = 0; t < tiles.Length; t++)
            {
                for (var panel = group; panel < groupEnd; panel++)
                {
                    var product = default(TileProduct);
                    product.A = rows + ((nint)t * TileLength);
                    product.B = packed + ((nint)(panel - group) * PanelLength);
                    if (panel == groupEnd - 1 && t + 1 < tiles.Length)
                    {
                        product.Next = product.A + TileLength;
                        product.NextStep = TileRowLength;
                    }

                    ComputeTile(tiles[t], panel, ref product, workspace);
                }
            }
        }
    }

    private float* PackTiles(ReadOnlySpan<RowTile> tiles, bool withBiases, Workspace workspace)
    {
        var rows = workspace.Rows(tiles.Length * TileLength);
        for (var first = 0; first < tiles.Length; first += Packing<TVector, TUnit>.PanelsAtOnce)
        {
            var end = Math.Min(first + Packing<TVector, TUnit>.PanelsAtOnce, tiles.Length);
            Packing<TVector, TUnit>.CopyTiles(_delta, tiles[first..end], rows + ((nint)first * TileLength));
            for (var t = first; withBiases && t < end; t++)
            {
                ComputeBiases(tiles[t], rows + ((nint)t * TileLength), workspace);
            }
        }

        return rows;
    }

    // One row of ones times delta, of which a packed tile is a panel, or two where registers are narrow.
    private void ComputeBiases(RowTile tile, float* packedTile, Workspace workspace)
    {
        ref readonly var slice = ref _gradient[tile.Slice];
        var product = default(TileProduct);
        product.A = _one.Pointer;
        product.BKStep = TileRowLength;
        for (var at = 0; at < tile.Rows; at += PanelWidth)
        {
            product.B = packedTile + at;
            var target = slice.Biases + (tile.FirstNeuron - slice.FirstNeuron + at);
            Multiply(ref product, 1, Math.Min(PanelWidth, tile.Rows - at), target, 0, workspace);
        }
    }

    private void PackPanels(int first, int end, float* packed)
    {
        var column = first * PanelWidth;
        var columns = Math.Min(end * PanelWidth, _x.Columns) - column;
        if (!IsPacked)
        {
            // Only the last one, which is narrow.
            var inPlace = columns / PanelWidth;
            column += inPlace * PanelWidth;
            columns -= inPlace * PanelWidth;
            packed += (nint)inPlace * PanelLength;
        }

        Packing<TVector, TUnit>.Copy(_x.Data + column, _x.Stride, columns, _x.Rows, 0, packed, PanelLength);
    }

    private void ComputeTile(RowTile tile, int panel, ref TileProduct product, Workspace workspace)
    {
        ref readonly var slice = ref _gradient[tile.Slice];
        var column = panel * PanelWidth;
        var width = Math.Min(PanelWidth, _x.Columns - column);
        product.ARowStep = 1;
        product.AKStep = TileRowLength;
        product.BKStep = Packing<TVector, TUnit>.Vectors(width) * TUnit.Lanes;
        if (!IsPacked && width == PanelWidth)
        {
            product.B = _x.Data + column;
            product.BKStep = _x.Stride;
        }

        var target = slice.Weights + ((nint)(tile.FirstNeuron - slice.FirstNeuron) * slice.Inputs) + column;
        Multiply(ref product, tile.Rows, width, target, slice.Inputs, workspace);
    }

    private void Multiply(ref TileProduct product, int rows, int width, float* target, nint stride, Workspace workspace)
    {
        var scratch = workspace.Tiles(ShardTree<TVector, TUnit>.ScratchLength(_shardStarts.Length - 1));
        ShardTree<TVector, TUnit>.Multiply(product, _shardStarts, rows, width, target, stride, scratch);
    }
}

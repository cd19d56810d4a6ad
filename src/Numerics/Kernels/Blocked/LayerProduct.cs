using System.Runtime.CompilerServices;
using Granary.Numerics.Activations;
using Granary.Numerics.Kernels.Tiles;
using Granary.Numerics.Kernels.Vectors;
using Granary.Numerics.Threads;

namespace Granary.Numerics.Kernels.Blocked;

/// <summary>
/// A product of rows with a layer's weights, followed by something elementwise: what <see cref="ForwardProduct{TVector,TUnit}"/> and
/// <see cref="InputGradientProduct{TVector,TUnit}"/> have in common.
/// </summary>
/// <remarks>
/// The rows are read float by float where they are. The weights are packed, a group of panels at a time; all tiles of rows are
/// multiplied with a group while it is in the second-level cache, and each tile is finished while it is in the first.
/// </remarks>
internal abstract unsafe class LayerProduct<TVector, TUnit>(WorkspacePool workspaces) : IParallelWork
    where TVector : struct
    where TUnit : struct, IVectorUnit<TVector>
{
    private Matrix _rows;
    private Matrix _result;
    private Partition _partition;
    private int _tiles;

    /// <summary>Columns of a full panel.</summary>
    protected static int PanelWidth => 2 * TUnit.Lanes;

    /// <summary>All slices of the layer.</summary>
    protected Slice[] Layer { get; private set; } = [];

    /// <summary>What is done to the elements of the result; identity leaves them as they are.</summary>
    protected Activation Activation { get; private set; }

    /// <inheritdoc/>
    public void Execute(int part)
    {
        var workspace = workspaces.Rent();
        try
        {
            Execute(part, workspace);
        }
        finally
        {
            workspaces.Return(workspace);
        }
    }

    /// <summary>Computes the product.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="rows">The rows, one chain element a column.</param>
    /// <param name="layer">All slices of the layer.</param>
    /// <param name="activation">What is done to the elements of the result.</param>
    /// <param name="result">Receives a row for each row.</param>
    protected void Run(ComputeTeam team, Matrix rows, Slice[] layer, Activation activation, Matrix result)
    {
        if (rows.Rows == 0)
        {
            return;
        }

        _rows = rows;
        _result = result;
        Layer = layer;
        Activation = activation;
        _tiles = (rows.Rows + TUnit.MaxRows - 1) / TUnit.MaxRows;
        var panels = (result.Columns + PanelWidth - 1) / PanelWidth;
        _partition = Partition.Choose(
            team.Threads, _tiles, panels, packing: 1, (long)rows.Rows * rows.Columns * result.Columns);
        workspaces.Reserve(team.Threads);
        team.Run(this, _partition.Parts);
    }

    /// <summary>Packs the weights that lead from all chain elements to some columns of the result.</summary>
    /// <param name="column">The first column.</param>
    /// <param name="width">Number of columns.</param>
    /// <param name="panel">Receives the panel.</param>
    protected abstract void Pack(int column, int width, float* panel);

    /// <summary>Sets what is added to the finished chains, if anything is.</summary>
    /// <param name="column">The tile's first column.</param>
    /// <param name="width">Number of columns.</param>
    /// <param name="scratch">Room for a row of the tile.</param>
    /// <param name="product">The tile.</param>
    protected abstract void SetAddend(int column, int width, float* scratch, ref TileProduct product);

    /// <summary>Applies the activation to a tile in scratch memory.</summary>
    /// <param name="row">The tile's first row.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="column">The tile's first column.</param>
    /// <param name="width">Number of columns.</param>
    /// <param name="tile">The tile, in rows of whole vectors.</param>
    /// <param name="scratch">Room for another tile.</param>
    protected abstract void Activate(int row, int rows, int column, int width, Span<float> tile, float* scratch);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Execute(int part, Workspace workspace)
    {
        var (firstTile, endTile) = _partition.Rows(part);
        var (firstPanel, endPanel) = _partition.Panels(part);
        var panelLength = _rows.Columns * PanelWidth;
        var groupSize = PanelGroups.Size(panelLength);
        var packed = workspace.Panels(Math.Min(groupSize, endPanel - firstPanel) * panelLength);
        for (var group = firstPanel; group < endPanel; group += groupSize)
        {
            var groupEnd = Math.Min(group + groupSize, endPanel);
            for (var panel = group; panel < groupEnd; panel++)
            {
                Pack(panel * PanelWidth, Width(panel), packed + ((nint)(panel - group) * panelLength));
            }

            for (var tile = firstTile; tile < endTile; tile++)
            {
                for (var panel = group; panel < groupEnd; panel++)
                {
                    var next = panel == groupEnd - 1 ? Math.Min(tile + 1, endTile - 1) : -1;
                    Compute(tile, next, panel, packed + ((nint)(panel - group) * panelLength), workspace);
                }
            }
        }
    }

    private int Width(int panel) => Math.Min(PanelWidth, _result.Columns - (panel * PanelWidth));

    private void Compute(int tile, int next, int panel, float* packed, Workspace workspace)
    {
        var (row, rowEnd) = Partition.Share(_rows.Rows, tile, _tiles);
        var rows = rowEnd - row;
        var column = panel * PanelWidth;
        var width = Width(panel);
        var vectors = Packing<TVector, TUnit>.Vectors(width);
        var tileLength = TUnit.MaxRows * PanelWidth;
        var scratch = workspace.Tiles(3 * tileLength);
        var product = new TileProduct
        {
            A = _rows.Data + ((nint)row * _rows.Stride),
            ARowStep = _rows.Stride,
            AKStep = 1,
            B = packed,
            BKStep = vectors * TUnit.Lanes,
            Length = _rows.Columns,
        };
        if (next >= 0)
        {
            product.Next = _rows.Data + ((nint)Partition.Share(_rows.Rows, next, _tiles).Start * _rows.Stride);
            product.NextStep = 16;
        }

        SetAddend(column, width, scratch + (2 * tileLength), ref product);

        var target = _result.Data + ((nint)row * _result.Stride) + column;
        TileMemory<TVector, TUnit>.Prefetch(target, _result.Stride, rows, width);
        if (Activation == Activation.Identity && width == vectors * TUnit.Lanes)
        {
            product.Result = target;
            product.ResultRowStep = _result.Stride;
            TileCode<TVector, TUnit>.Multiply(&product, rows, vectors);
            return;
        }

        product.Result = scratch;
        product.ResultRowStep = vectors * TUnit.Lanes;
        TileCode<TVector, TUnit>.Multiply(&product, rows, vectors);
        if (Activation != Activation.Identity)
        {
            Activate(row, rows, column, width, new Span<float>(scratch, rows * vectors * TUnit.Lanes), scratch + tileLength);
        }

        TileMemory<TVector, TUnit>.Write(scratch, vectors, rows, width, target, _result.Stride);
    }
}

using System.Runtime.CompilerServices;
using Granary.Formulas.Activations;
using Granary.Numerics.Kernels.Tiles;
using Granary.Numerics.Kernels.Vectors;
using Granary.Numerics.Layers;
using Granary.Numerics.Memory;
using Granary.Numerics.Threads;

namespace Granary.Numerics.Kernels.Blocked;

/// <summary>
/// A product of rows with a layer's weights, followed by something elementwise: what
/// <see cref="ForwardProduct{TVector,TUnit}"/> and <see cref="InputGradientProduct{TVector,TUnit}"/> have in common.
/// </summary>
/// <remarks>
/// The rows are read float by float where they are. The weights are packed, a group of panels at a time; all tiles of rows are
/// multiplied with a group while it is in the second-level cache, and what comes out is finished while it is in a cache too.
/// </remarks>
internal abstract unsafe class LayerProduct<TVector, TUnit>(WorkspacePool workspaces) : IParallelWork
    where TVector : struct
    where TUnit : struct, IVectorUnit<TVector>
{
    private Matrix _rows;
    private Matrix _result;
    private Partition _partition;
    private EvenSplit _tiles;

    // One shard.
    private readonly int[] _wholeChain = new int[2];

    /// <summary>Columns of a full panel.</summary>
    protected static int PanelWidth => Packing<TVector, TUnit>.PanelWidth;

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
    /// <param name="rows">The rows, one element of the chains a column.</param>
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
        _wholeChain[1] = rows.Columns;
        Layer = layer;
        Activation = activation;
        _tiles = new EvenSplit(rows.Rows, (rows.Rows + TUnit.MaxRows - 1) / TUnit.MaxRows);
        var panels = Packing<TVector, TUnit>.Panels(result.Columns);
        var multiplyAdds = (long)rows.Rows * rows.Columns * result.Columns;
        _partition = Partition.Choose(team.Threads, _tiles.Parts, panels, packing: 1, multiplyAdds);
        workspaces.Reserve(team.Threads);
        team.Run(this, _partition.Parts);
    }

    /// <summary>Packs the weights that lead from all elements of the chains to some columns of the result.</summary>
    /// <param name="column">The first column.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="panels">Receives the panels.</param>
    /// <param name="panelLength">Floats from one panel to the next.</param>
    protected abstract void Pack(int column, int columns, float* panels, int panelLength);

    /// <summary>Prepares a tile: sets what is added to its chains and asks for what its activation will read.</summary>
    /// <param name="area">Where the tile lies in the result.</param>
    /// <param name="scratch">Room for one row of the tile.</param>
    /// <param name="product">The tile.</param>
    protected abstract void Prepare(Area area, float* scratch, ref TileProduct product);

    /// <summary>Applies the activation to part of a row of the result.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The first column of the part.</param>
    /// <param name="values">The part.</param>
    protected abstract void ActivateRow(int row, int column, Span<float> values);

    /// <summary>Applies the activation to a tile in scratch memory.</summary>
    /// <param name="area">Where the tile lies in the result.</param>
    /// <param name="tile">The tile, in rows of whole vectors.</param>
    /// <param name="scratch">Room for another tile.</param>
    protected abstract void ActivateTile(Area area, Span<float> tile, float* scratch);

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
            var column = group * PanelWidth;
            Pack(column, Math.Min(groupEnd * PanelWidth, _result.Columns) - column, packed, panelLength);
            for (var tile = firstTile; tile < endTile; tile++)
            {
                for (var panel = group; panel < groupEnd; panel++)
                {
                    var product = default(TileProduct);
                    product.B = packed + ((nint)(panel - group) * panelLength);
                    if (panel == groupEnd - 1 && tile + 1 < endTile)
                    {
                        product.Next = _rows.Data + ((nint)_tiles.Start(tile + 1) * _rows.Stride);
                        product.NextStep = TileProduct.FloatsPerLine;
                    }

                    Compute(tile, panel, ref product, workspace);
                }

                ActivateFullPanels(tile, group, groupEnd);
            }
        }
    }

    // In whole rows, because an activation is called for each; narrow tiles, whose rows are short, have theirs in scratch memory.
    private void ActivateFullPanels(int tile, int firstPanel, int endPanel)
    {
        var column = firstPanel * PanelWidth;
        var width = (Math.Min(endPanel, _result.Columns / PanelWidth) * PanelWidth) - column;
        if (Activation == Activation.Identity || width <= 0)
        {
            return;
        }

        for (var row = _tiles.Start(tile); row < _tiles.Start(tile + 1); row++)
        {
            ActivateRow(row, column, _result.Row(row).Slice(column, width));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Compute(int tile, int panel, ref TileProduct product, Workspace workspace)
    {
        var row = _tiles.Start(tile);
        var column = panel * PanelWidth;
        var area = new Area(row, _tiles.Start(tile + 1) - row, column, Math.Min(PanelWidth, _result.Columns - column));
        var vectors = Packing<TVector, TUnit>.Vectors(area.Width);
        var rowLength = vectors * TUnit.Lanes;
        var tileLength = TUnit.MaxRows * PanelWidth;
        var scratch = workspace.Tiles(3 * tileLength);
        product.A = _rows.Data + ((nint)row * _rows.Stride);
        product.ARowStep = _rows.Stride;
        product.AKStep = 1;
        product.BKStep = rowLength;
        product.Starts = _wholeChain;
        Prepare(area, scratch + (2 * tileLength), ref product);

        var target = _result.Data + ((nint)row * _result.Stride) + column;
        TileMemory<TVector, TUnit>.Prefetch(target, _result.Stride, area.Rows, area.Width, _rows.Columns);
        var direct = area.Width == PanelWidth;
        product.Result = direct ? target : scratch;
        product.ResultRowStep = direct ? _result.Stride : rowLength;
        TileCode<TVector, TUnit>.Multiply(in product, area.Rows, vectors);
        if (direct)
        {
            return;
        }

        if (Activation != Activation.Identity)
        {
            ActivateTile(area, new Span<float>(scratch, area.Rows * rowLength), scratch + tileLength);
        }

        TileMemory<TVector, TUnit>.Write(scratch, vectors, area.Rows, area.Width, target, _result.Stride);
    }
}

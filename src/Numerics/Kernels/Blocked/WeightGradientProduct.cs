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
/// With few rows both are read where they are, but for the last columns of <c>x</c> when they do not fill whole vectors. With
/// many, neighbours in a column are pages apart and both are packed: <c>delta</c> once for all threads, <c>x</c> by each thread, a
/// group of panels at a time.
/// </remarks>
internal sealed unsafe class WeightGradientProduct<TVector, TUnit> : IParallelWork
    where TVector : struct
    where TUnit : struct, IVectorUnit<TVector>
{
    /// <summary>From so many rows on packing pays.</summary>
    private const int PackedRows = 200;

    private readonly WorkspacePool _workspaces;
    private readonly DeltaPacking<TVector, TUnit> _packedDelta = new();
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

    private bool IsPacked => _delta.Rows >= PackedRows;

    /// <summary>Computes it; see <see cref="MatrixKernel.WeightGradient"/>.</summary>
    public void Compute(ComputeTeam team, Matrix delta, Matrix x, int[] shardStarts, Slice[] gradient)
    {
        var rows = shardStarts[^1] - shardStarts[0];
        _delta = delta.RowRange(shardStarts[0], rows);
        _x = x.RowRange(shardStarts[0], rows);
        _shardStarts = shardStarts;
        _gradient = gradient;
        _tiles.Cut(gradient, TUnit.MaxRows);
        if (IsPacked)
        {
            _packedDelta.Run(team, _delta, _tiles);
        }

        _partition = Partition.Choose(
            team.Threads,
            _tiles.Count,
            Panels(x.Columns),
            packing: IsPacked ? 1 : 0,
            (long)rows * x.Columns * delta.Columns);
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

    private static int Panels(int columns) => (columns + PanelWidth - 1) / PanelWidth;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ComputeWeights(int part, Workspace workspace)
    {
        var (firstTile, endTile) = _partition.Rows(part);
        var (firstPanel, endPanel) = _partition.Panels(part);
        var panelLength = _x.Rows * PanelWidth;
        var groupSize = PanelGroups.Size(panelLength);
        var packed = workspace.Panels(Math.Min(groupSize, endPanel - firstPanel) * panelLength);
        for (var group = firstPanel; group < endPanel; group += groupSize)
        {
            var groupEnd = Math.Min(group + groupSize, endPanel);
            for (var panel = group; panel < groupEnd; panel++)
            {
                PackIfNeeded(_x, panel, packed + ((nint)(panel - group) * panelLength));
            }

            for (var tile = firstTile; tile < endTile; tile++)
            {
                for (var panel = group; panel < groupEnd; panel++)
                {
                    var next = panel == groupEnd - 1 ? Math.Min(tile + 1, endTile - 1) : -1;
                    ComputeTile(tile, next, panel, packed + ((nint)(panel - group) * panelLength), workspace);
                }
            }
        }
    }

    private void ComputeTile(int index, int next, int panel, float* packed, Workspace workspace)
    {
        var tile = _tiles[index];
        ref readonly var slice = ref _gradient[tile.Slice];
        var neuron = tile.FirstNeuron - slice.FirstNeuron;
        var target = slice.Weights + ((nint)neuron * slice.Inputs) + (panel * PanelWidth);
        var product = default(TileProduct);
        product.A = IsPacked ? _packedDelta.Tile(index) : _delta.Data + tile.FirstNeuron;
        product.AKStep = IsPacked ? DeltaPacking<TVector, TUnit>.RowLength : _delta.Stride;
        product.ARowStep = 1;
        if (IsPacked && next >= 0)
        {
            product.Next = _packedDelta.Tile(next);
            product.NextStep = DeltaPacking<TVector, TUnit>.RowLength;
        }

        Multiply(ref product, _x, panel, packed, tile.Rows, target, slice.Inputs, workspace);
    }

    private void ComputeBiases(int part, Workspace workspace)
    {
        var (first, end) = Partition.Share(Panels(_delta.Columns), part, _partition.Parts);
        var packed = workspace.Panels(_delta.Rows * PanelWidth);
        for (var panel = first; panel < end; panel++)
        {
            PackIfNeeded(_delta, panel, packed);
            var product = default(TileProduct);
            product.A = _one.Pointer;
            Multiply(ref product, _delta, panel, packed, 1, BiasOf(panel * PanelWidth), 0, workspace);
        }
    }

    // The bias gradients of the neurons of one panel lie in one slice, because slices start at multiples of 32 neurons.
    private float* BiasOf(int neuron)
    {
        var s = 0;
        while (neuron >= _gradient[s].FirstNeuron + _gradient[s].Neurons)
        {
            s++;
        }

        return _gradient[s].Biases + (neuron - _gradient[s].FirstNeuron);
    }

    private void Multiply(
        ref TileProduct product, Matrix b, int panel, float* packed, int rows, float* target, nint stride, Workspace workspace)
    {
        var width = Width(b, panel);
        var inPlace = IsReadInPlace(width);
        product.B = inPlace ? b.Data + (panel * PanelWidth) : packed;
        product.BKStep = inPlace ? b.Stride : Packing<TVector, TUnit>.Vectors(width) * TUnit.Lanes;
        var scratch = workspace.Tiles(ShardTree<TVector, TUnit>.ScratchLength(_shardStarts.Length - 1));
        ShardTree<TVector, TUnit>.Multiply(product, _shardStarts, rows, width, target, stride, scratch);
    }

    private void PackIfNeeded(Matrix b, int panel, float* packed)
    {
        var width = Width(b, panel);
        if (!IsReadInPlace(width))
        {
            Packing<TVector, TUnit>.Copy(b.Data + (panel * PanelWidth), b.Stride, width, b.Rows, packed);
        }
    }

    private static int Width(Matrix b, int panel) => Math.Min(PanelWidth, b.Columns - (panel * PanelWidth));

    private bool IsReadInPlace(int width) => !IsPacked && width % TUnit.Lanes == 0;
}

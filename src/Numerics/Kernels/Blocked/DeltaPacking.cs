using System.Runtime.CompilerServices;
using Granary.Numerics.Kernels.Tiles;
using Granary.Numerics.Kernels.Vectors;
using Granary.Numerics.Memory;
using Granary.Numerics.Threads;

namespace Granary.Numerics.Kernels.Blocked;

/// <summary>Copies the columns of <c>delta</c> that belong to one tile of neurons next to each other.</summary>
internal sealed unsafe class DeltaPacking<TVector, TUnit> : IParallelWork
    where TVector : struct
    where TUnit : struct, IVectorUnit<TVector>
{
    private AlignedBuffer _packed = new(0);
    private Matrix _delta;
    private RowTiles _tiles = new();
    private int _parts;

    /// <summary>Floats from one row to the next.</summary>
    public static int RowLength => Vectors * TUnit.Lanes;

    private static int Vectors => (TUnit.MaxRows + TUnit.Lanes - 1) / TUnit.Lanes;

    /// <summary>Packs all tiles.</summary>
    public void Run(ComputeTeam team, Matrix delta, RowTiles tiles)
    {
        Workspace.Reserve(ref _packed, tiles.Count * delta.Rows * RowLength);
        _delta = delta;
        _tiles = tiles;
        _parts = Math.Min(team.Threads, tiles.Count);
        team.Run(this, _parts);
    }

    /// <summary>Row 0 of a packed tile.</summary>
    public float* Tile(int tile) => _packed.Pointer + ((nint)tile * _delta.Rows * RowLength);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Execute(int part)
    {
        var (first, end) = Partition.Share(_tiles.Count, part, _parts);
        for (var t = first; t < end; t++)
        {
            var tile = _tiles[t];
            TileMemory<TVector, TUnit>.Read(
                _delta.Data + tile.FirstNeuron, _delta.Stride, _delta.Rows, tile.Rows, Tile(t), Vectors);
        }
    }
}

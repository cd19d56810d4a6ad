using Granary.Numerics.Layers;

namespace Granary.Numerics.Kernels.Blocked;

/// <summary>
/// The tiles of a layer's neurons. None reaches over two slices, and those of a slice differ by at most one row.
/// </summary>
internal sealed class RowTiles
{
    private RowTile[] _tiles = [];

    /// <summary>Number of tiles.</summary>
    public int Count { get; private set; }

    /// <summary>The tiles <c>[start, end)</c>.</summary>
    public ReadOnlySpan<RowTile> Range(int start, int end) => _tiles.AsSpan(start, end - start);

    /// <summary>Cuts the slices of a layer into tiles.</summary>
    /// <param name="layer">All slices of the layer.</param>
    /// <param name="maxRows">Rows of the largest tile.</param>
    public void Cut(Slice[] layer, int maxRows)
    {
        Count = 0;
        for (var s = 0; s < layer.Length; s++)
        {
            var tiles = (layer[s].Neurons + maxRows - 1) / maxRows;
            if (_tiles.Length < Count + tiles)
            {
                Array.Resize(ref _tiles, 2 * (Count + tiles));
            }

            var neurons = new EvenSplit(layer[s].Neurons, tiles);
            for (var t = 0; t < tiles; t++)
            {
                var start = neurons.Start(t);
                _tiles[Count++] = new RowTile(s, layer[s].FirstNeuron + start, neurons.Start(t + 1) - start);
            }
        }
    }
}

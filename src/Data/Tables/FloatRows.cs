using System.Numerics;

namespace Granary.Data.Tables;

/// <summary>
/// Rows of floats whose number is not known beforehand. They are kept in blocks, so that growing copies nothing.
/// </summary>
/// <param name="columns">Length of a row, from 0.</param>
internal sealed class FloatRows(int columns)
{
    private const int FloatsPerBlock = 1 << 18;

    // A power of two: rows are found without a division.
    private readonly int _shift = BitOperations.Log2((uint)Math.Max(1, FloatsPerBlock / Math.Max(1, columns)));
    private readonly List<float[]> _blocks = [];

    /// <summary>Length of a row.</summary>
    public int Columns { get; } = columns;

    /// <summary>Number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>A row.</summary>
    public Span<float> this[int row] =>
        _blocks[row >> _shift].AsSpan((row & ((1 << _shift) - 1)) * Columns, Columns);

    /// <summary>Adds a row of zeros, to be filled.</summary>
    public Span<float> Add()
    {
        if ((Count & ((1 << _shift) - 1)) == 0)
        {
            _blocks.Add(new float[Columns << _shift]);
        }

        return this[Count++];
    }
}

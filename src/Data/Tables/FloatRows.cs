using System.Numerics;

namespace Granary.Data.Tables;

/// <summary>
/// Rows of floats whose number is not known beforehand. They are kept in blocks, so that growing copies nothing.
/// </summary>
/// <param name="columns">Length of a row, from 0.</param>
/// <param name="floatsPerBlock">The largest block, if a row is not longer.</param>
internal sealed class FloatRows(int columns, int floatsPerBlock = FloatRows.UsualBlock)
{
    private const int UsualBlock = 1 << 18;

    // A power of two: rows are found without a division.
    private readonly int _shift = BitOperations.Log2((uint)Math.Max(1, floatsPerBlock / Math.Max(1, columns)));
    private readonly List<float[]> _blocks = [];

    /// <summary>Length of a row.</summary>
    public int Columns { get; } = columns;

    /// <summary>Number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>A row.</summary>
    public Span<float> this[int row] =>
        _blocks[row >> _shift].AsSpan((row & ((1 << _shift) - 1)) * Columns, Columns);

    /// <summary>The numbers of one column in chosen rows.</summary>
    public void CopyColumn(int column, ReadOnlySpan<int> chosen, Span<double> numbers)
    {
        float[] block = [];
        var loaded = -1;
        for (var r = 0; r < chosen.Length; r++)
        {
            var row = chosen[r];
            if (row >> _shift != loaded)
            {
                loaded = row >> _shift;
                block = _blocks[loaded];
            }

            numbers[r] = block[((row & ((1 << _shift) - 1)) * Columns) + column];
        }
    }

    /// <summary>Adds copies of rows.</summary>
    public void Append(FloatRows rows)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            rows[row].CopyTo(Add());
        }
    }

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

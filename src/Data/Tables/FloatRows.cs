using System.Buffers;
using System.Numerics;

namespace Granary.Data.Tables;

/// <summary>
/// Rows of floats whose number is not known beforehand. They are kept in blocks, so that growing copies nothing.
/// </summary>
/// <param name="columns">Length of a row, from 0.</param>
/// <param name="areForAMoment">Whether they are appended to others soon: their blocks come from a pool then.</param>
internal sealed class FloatRows(int columns, bool areForAMoment = false)
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

    /// <summary>Takes rows over from others that were made for a moment, and have none then.</summary>
    public void Take(FloatRows rows)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            rows[row].CopyTo(Add());
        }

        rows.Count = 0;
        rows._blocks.ForEach(block => ArrayPool<float>.Shared.Return(block));
        rows._blocks.Clear();
    }

    /// <summary>Adds a row of zeros, to be filled.</summary>
    public Span<float> Add()
    {
        if ((Count & ((1 << _shift) - 1)) == 0)
        {
            _blocks.Add(areForAMoment ? Rent(Columns << _shift) : new float[Columns << _shift]);
        }

        return this[Count++];
    }

    private static float[] Rent(int length)
    {
        var block = ArrayPool<float>.Shared.Rent(length);
        Array.Clear(block);
        return block;
    }
}

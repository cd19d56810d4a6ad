namespace Granary.Data.Tables;

/// <summary>
/// Rows of floats whose number is not known beforehand. They are kept in blocks, so that growing copies nothing.
/// </summary>
/// <param name="columns">Length of a row, at least 1.</param>
internal sealed class FloatRows(int columns)
{
    private const int FloatsPerBlock = 1 << 18;

    private readonly int _rowsPerBlock = Math.Max(1, FloatsPerBlock / columns);
    private readonly List<float[]> _blocks = [];

    /// <summary>Length of a row.</summary>
    public int Columns { get; } = columns;

    /// <summary>Number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>A row.</summary>
    public Span<float> this[int row] =>
        _blocks[row / _rowsPerBlock].AsSpan(row % _rowsPerBlock * Columns, Columns);

    /// <summary>Adds a row of zeros, to be filled.</summary>
    public Span<float> Add()
    {
        if (Count % _rowsPerBlock == 0)
        {
            _blocks.Add(new float[_rowsPerBlock * Columns]);
        }

        return this[Count++];
    }
}

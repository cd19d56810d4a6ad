namespace Granary.Numerics.Memory;

/// <summary>A view of a row-major matrix of float32 in memory that does not move. The owner of the memory keeps it alive.</summary>
/// <param name="data">The element of row 0, column 0.</param>
/// <param name="rows">Number of rows.</param>
/// <param name="columns">Number of columns.</param>
/// <param name="stride">Floats from one row to the next, at least <paramref name="columns"/>.</param>
public readonly unsafe struct Matrix(float* data, int rows, int columns, int stride)
{
    /// <summary>The element of row 0, column 0.</summary>
    public float* Data { get; } = data;

    /// <summary>Number of rows.</summary>
    public int Rows { get; } = rows;

    /// <summary>Number of columns.</summary>
    public int Columns { get; } = columns;

    /// <summary>Floats from one row to the next.</summary>
    public int Stride { get; } = stride;

    /// <summary>The floats of one row.</summary>
    /// <param name="row">The row, from 0.</param>
    public Span<float> Row(int row) => new(Data + ((nint)row * Stride), Columns);

    /// <summary>
    /// The stride at which rows of <paramref name="columns"/> floats are read fastest: whole cache lines, and an odd number of
    /// them, so that the rows that a kernel reads side by side do not compete for the same few places in the cache.
    /// </summary>
    public static int PaddedStride(int columns)
    {
        const int FloatsPerLine = 16;
        return (((columns + FloatsPerLine - 1) / FloatsPerLine) | 1) * FloatsPerLine;
    }

    /// <summary>The rows <c>[start, start + count)</c>.</summary>
    public Matrix RowRange(int start, int count) => new(Data + ((nint)start * Stride), count, Columns, Stride);
}

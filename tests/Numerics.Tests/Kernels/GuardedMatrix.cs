using Granary.Numerics.Memory;

namespace Granary.Numerics.Tests.Kernels;

/// <summary>A matrix between memory that nobody may write: before it, behind each row, and after it.</summary>
internal sealed unsafe class GuardedMatrix
{
    private const float Guard = -12345.5f;
    private const int Margin = 40;

    private readonly AlignedBuffer _buffer;

    public GuardedMatrix(int rows, int columns, int padding)
    {
        var stride = columns + padding;
        _buffer = new AlignedBuffer((2 * Margin) + (rows * stride));
        _buffer.Span.Fill(Guard);
        View = new Matrix(_buffer.Pointer + Margin, rows, columns, stride);
    }

    public Matrix View { get; }

    public GuardedMatrix Fill(Func<float> next)
    {
        for (var r = 0; r < View.Rows; r++)
        {
            foreach (ref var value in View.Row(r))
            {
                value = next();
            }
        }

        return this;
    }

    public void AssertGuardsAreWhole(string what)
    {
        var copy = _buffer.Span.ToArray();
        for (var r = 0; r < View.Rows; r++)
        {
            copy.AsSpan(Margin + (r * View.Stride), View.Columns).Fill(Guard);
        }

        Assert.True(Array.TrueForAll(copy, value => value == Guard), $"{what}: wrote outside the matrix");
    }

    public static void AssertSameBits(GuardedMatrix expected, GuardedMatrix actual, string what)
    {
        for (var r = 0; r < expected.View.Rows; r++)
        {
            Bits.AssertSame(expected.View.Row(r), actual.View.Row(r), $"{what}, row {r}");
        }

        actual.AssertGuardsAreWhole(what);
    }
}

using System.Runtime.CompilerServices;
using Granary.Numerics.Kernels.Tiles;
using Granary.Numerics.Kernels.Vectors;

namespace Granary.Numerics.Kernels.Blocked;

/// <summary>
/// Copies operands into panels: one or two vectors wide, with the vectors of successive k next to each other, as the innermost
/// loop reads them.
/// </summary>
internal static unsafe class Packing<TVector, TUnit>
    where TVector : struct
    where TUnit : struct, IVectorUnit<TVector>
{
    // Panels that are written side by side: enough to read several lines of a row at a time, and few enough for the ways of the
    // first-level cache, where equal places of the panels often share a set.
    private const int PanelsAtOnce = 4;

    /// <summary>Columns of a full panel.</summary>
    public static int PanelWidth => 2 * TUnit.Lanes;

    /// <summary>Panels that <paramref name="columns"/> columns fill.</summary>
    public static int Panels(int columns) => (columns + PanelWidth - 1) / PanelWidth;

    /// <summary>Vectors that a panel of <paramref name="width"/> columns has.</summary>
    public static int Vectors(int width) => width > TUnit.Lanes ? 2 : 1;

    /// <summary>Packs a panel whose columns are rows in memory: <c>panel[k,j] = rows[j][k]</c>.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="width">Number of rows, at most <see cref="PanelWidth"/>.</param>
    /// <param name="length">Length of the rows.</param>
    /// <param name="panel">Receives the panel.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(float** rows, int width, int length, float* panel)
    {
        var vectors = Vectors(width);
        var pointers = stackalloc float*[TUnit.Lanes];
        for (var v = 0; v < vectors; v++)
        {
            var first = v * TUnit.Lanes;
            for (var i = 0; i < TUnit.Lanes; i++)
            {
                // The last row stands in for those that are missing.
                pointers[i] = rows[Math.Min(first + i, width - 1)];
            }

            TransposeVector(pointers, length, panel + first, vectors * TUnit.Lanes);
        }
    }

    /// <summary>Packs neighbouring panels whose columns are a matrix's: <c>panel[k,j] = rows[k,j]</c>.</summary>
    /// <param name="rows">The first column of row 0.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="columns">Number of columns; the last panel may be narrower than the others.</param>
    /// <param name="length">Number of rows.</param>
    /// <param name="firstK">The k of row 0.</param>
    /// <param name="panels">Receives the panels.</param>
    /// <param name="panelLength">Floats from one panel to the next.</param>
    public static void Copy(float* rows, nint stride, int columns, int length, int firstK, float* panels, nint panelLength)
    {
        var full = columns / PanelWidth;
        for (var panel = 0; panel < full; panel += PanelsAtOnce)
        {
            var target = panels + (panel * panelLength) + (firstK * PanelWidth);
            CopyFull(rows + (panel * PanelWidth), stride, Math.Min(PanelsAtOnce, full - panel), length, target, panelLength);
        }

        if (columns > full * PanelWidth)
        {
            var width = columns - (full * PanelWidth);
            var target = panels + (full * panelLength) + (firstK * Vectors(width) * TUnit.Lanes);
            TileMemory<TVector, TUnit>.Read(rows + (full * PanelWidth), stride, length, width, target, Vectors(width));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyFull(float* rows, nint stride, int panels, int length, float* target, nint panelLength)
    {
        for (var k = 0; k < length; k++)
        {
            var from = rows;
            var to = target;
            for (var panel = 0; panel < panels; panel++)
            {
                TUnit.Store(to, TUnit.Load(from));
                TUnit.Store(to + TUnit.Lanes, TUnit.Load(from + TUnit.Lanes));
                from += PanelWidth;
                to += panelLength;
            }

            rows += stride;
            target += PanelWidth;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeVector(float** rows, int length, float* panel, nint panelStride)
    {
        nint k = 0;
        for (; k + 4 <= length; k += 4)
        {
            var r0 = TUnit.LoadEveryFourth(rows, k);
            var r1 = TUnit.LoadEveryFourth(rows + 1, k);
            var r2 = TUnit.LoadEveryFourth(rows + 2, k);
            var r3 = TUnit.LoadEveryFourth(rows + 3, k);
            var low02 = TUnit.ZipLow(r0, r2);
            var high02 = TUnit.ZipHigh(r0, r2);
            var low13 = TUnit.ZipLow(r1, r3);
            var high13 = TUnit.ZipHigh(r1, r3);
            TUnit.Store(panel, TUnit.ZipLow(low02, low13));
            TUnit.Store(panel + panelStride, TUnit.ZipHigh(low02, low13));
            TUnit.Store(panel + (2 * panelStride), TUnit.ZipLow(high02, high13));
            TUnit.Store(panel + (3 * panelStride), TUnit.ZipHigh(high02, high13));
            panel += 4 * panelStride;
        }

        for (; k < length; k++)
        {
            for (var i = 0; i < TUnit.Lanes; i++)
            {
                panel[i] = rows[i][k];
            }

            panel += panelStride;
        }
    }
}

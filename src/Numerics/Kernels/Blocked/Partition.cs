namespace Granary.Numerics.Kernels.Blocked;

/// <summary>
/// How a product is dealt to threads: its output is cut into a grid of <c>rowParts x columnParts</c> parts. The chains are
/// never cut, so threads have nothing to add up.
/// </summary>
/// <param name="rows">Rows of the output, in any unit.</param>
/// <param name="rowParts">Parts along the rows.</param>
/// <param name="panels">Column panels of the output.</param>
/// <param name="columnParts">Parts along the panels.</param>
internal readonly struct Partition(int rows, int rowParts, int panels, int columnParts)
{
    /// <summary>A thread is woken for so many multiply-adds (about four microseconds) or more.</summary>
    private const long MinMultiplyAdds = 1 << 19;

    /// <summary>Number of parts.</summary>
    public int Parts => rowParts * columnParts;

    /// <summary>Finds the grid whose largest part is smallest.</summary>
    /// <param name="threads">Threads that may work.</param>
    /// <param name="rows">Rows of the output, in tiles.</param>
    /// <param name="panels">Column panels of the output.</param>
    /// <param name="packing">What it costs to pack a panel, counted in tiles; each part packs its panels for itself.</param>
    /// <param name="multiplyAdds">Multiply-adds of the whole product.</param>
    public static Partition Choose(int threads, int rows, int panels, int packing, long multiplyAdds)
    {
        var parts = (int)Math.Clamp(multiplyAdds / MinMultiplyAdds, 1, threads);
        var best = new Partition(rows, 1, panels, 1);
        var bestCost = long.MaxValue;
        for (var columnParts = 1; columnParts <= Math.Min(parts, panels); columnParts++)
        {
            var rowParts = Math.Min(parts / columnParts, rows);
            var cost = (long)CeilingOf(panels, columnParts) * (CeilingOf(rows, rowParts) + packing);
            if (cost < bestCost)
            {
                best = new Partition(rows, rowParts, panels, columnParts);
                bestCost = cost;
            }
        }

        return best;
    }

    /// <summary>The rows of a part.</summary>
    public (int Start, int End) Rows(int part) => Share(rows, part % rowParts, rowParts);

    /// <summary>The panels of a part.</summary>
    public (int Start, int End) Panels(int part) => Share(panels, part / rowParts, columnParts);

    /// <summary>The part numbered <paramref name="index"/> of <paramref name="total"/> things dealt evenly to <paramref name="parts"/>.</summary>
    public static (int Start, int End) Share(int total, int index, int parts) =>
        ((int)((long)total * index / parts), (int)((long)total * (index + 1) / parts));

    private static int CeilingOf(int dividend, int divisor) => (dividend + divisor - 1) / divisor;
}

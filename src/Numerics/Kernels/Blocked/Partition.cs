namespace Granary.Numerics.Kernels.Blocked;

/// <summary>
/// How a product is dealt to threads: its output is cut into a grid of parts. The chains are never cut, so threads have nothing
/// to add up.
/// </summary>
internal readonly struct Partition
{
    /// <summary>A thread is woken for so many multiply-adds (about four microseconds) or more.</summary>
    private const long MinMultiplyAdds = 1 << 19;

    private readonly EvenSplit _rows;
    private readonly EvenSplit _panels;

    private Partition(EvenSplit rows, EvenSplit panels)
    {
        _rows = rows;
        _panels = panels;
    }

    /// <summary>Number of parts.</summary>
    public int Parts => _rows.Parts * _panels.Parts;

    /// <summary>Finds the grid whose largest part is smallest.</summary>
    /// <param name="threads">Threads that may work.</param>
    /// <param name="rows">Rows of the output, in tiles.</param>
    /// <param name="panels">Column panels of the output.</param>
    /// <param name="packing">What it costs to pack a panel, counted in tiles; each part packs its panels for itself.</param>
    /// <param name="multiplyAdds">Multiply-adds of the whole product.</param>
    public static Partition Choose(int threads, int rows, int panels, int packing, long multiplyAdds)
    {
        var parts = (int)Math.Clamp(multiplyAdds / MinMultiplyAdds, 1, threads);
        var best = new Partition(new EvenSplit(rows, 1), new EvenSplit(panels, 1));
        var bestCost = (long)panels * (rows + packing);
        for (var columnParts = 1; columnParts <= Math.Min(parts, panels) && parts > 1; columnParts++)
        {
            var grid = new Partition(
                new EvenSplit(rows, Math.Min(parts / columnParts, rows)), new EvenSplit(panels, columnParts));
            var cost = (long)grid._panels.Largest * (grid._rows.Largest + packing);
            if (cost < bestCost)
            {
                best = grid;
                bestCost = cost;
            }
        }

        return best;
    }

    /// <summary>The rows of a part.</summary>
    public (int Start, int End) Rows(int part) =>
        (_rows.Start(part % _rows.Parts), _rows.Start((part % _rows.Parts) + 1));

    /// <summary>The panels of a part.</summary>
    public (int Start, int End) Panels(int part) =>
        (_panels.Start(part / _rows.Parts), _panels.Start((part / _rows.Parts) + 1));
}

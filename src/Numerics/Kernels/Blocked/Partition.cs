namespace Granary.Numerics.Kernels.Blocked;

/// <summary>
/// How a product is dealt to threads: its output is cut into a grid of parts. The chains are never cut, so threads have nothing
/// to add up.
/// </summary>
internal readonly struct Partition
{
    // A thread is woken for so many multiply-adds or more: about a microsecond of 512-bit arithmetic, twice what waking it costs.
    private const long ThreadMultiplyAdds = 1 << 17;

    private readonly EvenSplit _rows;
    private readonly EvenSplit _panels;

    private Partition(EvenSplit rows, EvenSplit panels)
    {
        _rows = rows;
        _panels = panels;
    }

    /// <summary>Number of parts.</summary>
    public int Parts => _rows.Parts * _panels.Parts;

    /// <summary>Finds the grid whose largest part is smallest, with a part for each thread that is worth waking.</summary>
    /// <param name="threads">Threads that may work.</param>
    /// <param name="rows">Rows of the output, in tiles.</param>
    /// <param name="panels">Column panels of the output.</param>
    /// <param name="packing">What it costs to pack a panel, counted in tiles; each part packs its panels for itself.</param>
    /// <param name="multiplyAdds">Multiply-adds of the whole product.</param>
    public static Partition Choose(int threads, int rows, int panels, int packing, long multiplyAdds)
    {
        var parts = (int)Math.Clamp(multiplyAdds / ThreadMultiplyAdds, 1, threads);
        var best = new Partition(new EvenSplit(rows, Math.Min(parts, rows)), new EvenSplit(panels, 1));
        for (var columnParts = 2; columnParts <= Math.Min(parts, panels); columnParts++)
        {
            var rowParts = Math.Min(parts / columnParts, rows);
            var grid = new Partition(new EvenSplit(rows, rowParts), new EvenSplit(panels, columnParts));
            best = grid.LargestPart(packing) < best.LargestPart(packing) ? grid : best;
        }

        return best;
    }

    /// <summary>The rows of a part.</summary>
    public (int Start, int End) Rows(int part) =>
        (_rows.Start(part % _rows.Parts), _rows.Start((part % _rows.Parts) + 1));

    /// <summary>The panels of a part.</summary>
    public (int Start, int End) Panels(int part) =>
        (_panels.Start(part / _rows.Parts), _panels.Start((part / _rows.Parts) + 1));

    private long LargestPart(int packing) => (long)_panels.Largest * (_rows.Largest + packing);
}

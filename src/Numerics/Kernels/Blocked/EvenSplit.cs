namespace Granary.Numerics.Kernels.Blocked;

/// <summary>Things dealt to parts in order, the first parts one more than the others where it does not come out even.</summary>
internal readonly struct EvenSplit
{
    private readonly int _each;
    private readonly int _larger;

    /// <summary>Deals <paramref name="total"/> things to <paramref name="parts"/> parts.</summary>
    public EvenSplit(int total, int parts)
    {
        Parts = parts;
        (_each, _larger) = Math.DivRem(total, parts);
    }

    /// <summary>Number of parts.</summary>
    public int Parts { get; }

    /// <summary>The size of the largest part.</summary>
    public int Largest => _each + (_larger > 0 ? 1 : 0);

    /// <summary>The first thing of a part, or for the number of parts the end of the last.</summary>
    public int Start(int part) => (part * _each) + Math.Min(part, _larger);
}

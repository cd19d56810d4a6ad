namespace Granary.Numerics.Kernels.Blocked;

/// <summary>How many panels are used together.</summary>
internal static class PanelGroups
{
    /// <summary>
    /// Floats of the panels that are used together: three eighths of a megabyte, which leaves room for the
    /// other operand, and for what is asked for ahead, in a second-level cache of one.
    /// </summary>
    private const int Floats = 96 * 1024;

    /// <summary>How many panels of <paramref name="length"/> floats are used together, at least 1.</summary>
    public static int Size(int length) => Math.Max(1, Floats / Math.Max(1, length));
}

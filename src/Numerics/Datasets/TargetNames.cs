namespace Granary.Numerics.Datasets;

/// <summary>What a network learns to answer: a name for each of its outputs.</summary>
/// <param name="Kind">What a row's target is.</param>
/// <param name="Names">The classes, the values, or the questions of yes and no.</param>
/// <param name="Units">
/// For values what a difference of 1 between two targets is in the units of the data: the targets are divided by it. Empty for other kinds.
/// </param>
public sealed record TargetNames(TargetKind Kind, IReadOnlyList<string> Names, IReadOnlyList<double> Units)
{
    /// <summary>Classes.</summary>
    public static TargetNames OfClasses(IReadOnlyList<string> names) => new(TargetKind.Classes, names, []);

    /// <summary>Values in the units of the data.</summary>
    public static TargetNames OfValues(params IReadOnlyList<string> names) => new(TargetKind.Values, names, [.. names.Select(_ => 1.0)]);
}

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

    /// <summary>Whether a network with so many outputs can learn these targets: one for each name, or a single one for two classes.</summary>
    public bool FitsOutputs(int outputs) => outputs == Names.Count || (outputs == 1 && Names.Count == 2 && Kind == TargetKind.Classes);

    /// <summary>Whether a number stands for yes: from 0.5 on.</summary>
    public static bool IsYes(float answer) => answer >= 0.5f;

    /// <summary>The class that a network's answer stands for.</summary>
    /// <param name="output">
    /// The network's outputs. Of several the largest decides, the first of them if there are equal ones; a single one stands for
    /// class 1 from 0.5 on and for class 0 below.
    /// </param>
    /// <exception cref="InvalidOperationException">The targets are no classes.</exception>
    public int ClassOf(ReadOnlySpan<float> output)
    {
        if (Kind != TargetKind.Classes)
        {
            throw new InvalidOperationException("The targets are no classes: the outputs themselves are the prediction.");
        }

        if (output.Length == 1)
        {
            return IsYes(output[0]) ? 1 : 0;
        }

        var largest = 0;
        for (var c = 1; c < output.Length; c++)
        {
            largest = output[c] > output[largest] ? c : largest;
        }

        return largest;
    }
}

using Granary.Data.Faults;
using Granary.Data.Tables;
using Granary.Numerics.Datasets;
using Granary.Numerics.Memory;

namespace Granary.Data.Targets;

/// <summary>How the labels of the training source become targets; the same for every other source.</summary>
public abstract class TargetEncoding
{
    private protected TargetEncoding(TargetNames names) => Names = names;

    /// <summary>What the targets are.</summary>
    public TargetNames Names { get; }

    /// <summary>Puts rows together with their targets.</summary>
    /// <param name="features">The features of the rows.</param>
    /// <param name="featureNames">Their names.</param>
    /// <param name="labels">The labels of all rows of the table.</param>
    /// <param name="rows">Which rows.</param>
    /// <param name="faults">Receives labels that do not fit.</param>
    internal abstract Dataset Build(
        AlignedBuffer features, IReadOnlyList<string> featureNames, IReadOnlyList<TextColumn> labels, int[] rows, FaultList faults);
}

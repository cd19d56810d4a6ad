using Granary.Data.Encodings;
using Granary.Data.Faults;
using Granary.Data.Sources;
using Granary.Data.Targets;
using Granary.Numerics.Datasets;

namespace Granary.Data;

/// <summary>
/// How the rows of a source become features and targets: fitted on the training rows of a job, and the same for every other source. It is
/// part of a job's model, so that new rows are read as the training rows were.
/// </summary>
/// <param name="layout">How the training source was read.</param>
/// <param name="columns">How each of its columns becomes features, in the order of the features.</param>
/// <param name="targets">How labels become targets.</param>
public sealed class DataEncodings(TrainingLayout layout, IReadOnlyList<ColumnEncoding> columns, TargetEncoding targets)
{
    /// <summary>How the training source was read.</summary>
    public TrainingLayout Layout { get; } = layout;

    /// <summary>How each column becomes features, in the order of the features.</summary>
    public IReadOnlyList<ColumnEncoding> Columns { get; } = columns;

    /// <summary>How labels become targets.</summary>
    public TargetEncoding Targets { get; } = targets;

    /// <summary>Reads rows to test on.</summary>
    /// <param name="source">Where to read them: a table or arrays, as the training source is.</param>
    /// <exception cref="DataException">The source cannot be read or does not fit; all faults are listed.</exception>
    public Dataset Read(DataSource source) => Read(source, withLabels: true);

    /// <summary>
    /// Reads rows to be predicted, which have no targets. Of an <see cref="ArraySource"/> the labels are not read.
    /// </summary>
    /// <param name="source">Where to read them: a table or arrays, as the training source is. The label may be missing.</param>
    /// <exception cref="DataException">The source cannot be read or does not fit; all faults are listed.</exception>
    public Dataset ReadWithoutTargets(DataSource source) => Read(source, withLabels: false);

    /// <summary>Reads rows block by block, so that the memory does not grow with the source.</summary>
    /// <param name="source">Where to read them: a table or arrays, as the training source is.</param>
    /// <param name="request">What is wanted of it.</param>
    /// <param name="take">Takes the blocks, one after the other, in the order of the source.</param>
    /// <exception cref="DataException">The source cannot be read or does not fit; all faults are listed.</exception>
    public void ReadBlocks(DataSource source, BlockRequest request, Action<RowBlock> take)
    {
        var faults = new FaultList();
        TableReader.CheckKind(source, Layout, faults);
        faults.ThrowIfAny();
        TableReader.ReadBlocks(source, Layout, request, faults, table =>
        {
            faults.ThrowIfAny();
            take(new RowBlock(this, table));
        });
        faults.ThrowIfAny();
    }

    private Dataset Read(DataSource source, bool withLabels)
    {
        var faults = new FaultList();
        TableReader.CheckKind(source, Layout, faults);
        faults.ThrowIfAny();
        var table = TableReader.ReadLikeTraining(source, Layout, withLabels, faults);
        faults.ThrowIfAny();
        var dataset = new DatasetBuilder(Columns, Targets).Build(table!, table!.Columns, table.AllRows(), faults);
        faults.ThrowIfAny();
        return dataset!;
    }
}

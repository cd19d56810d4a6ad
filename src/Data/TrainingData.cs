using Granary.Data.Faults;
using Granary.Data.Scaling;
using Granary.Data.Sources;
using Granary.Data.Tables;
using Granary.Data.Targets;
using Granary.Numerics.Datasets;

namespace Granary.Data;

/// <summary>The rows a job trains on and those it is tested on.</summary>
public sealed class TrainingData
{
    private readonly DataRequest _request;
    private readonly TrainingLayout _layout;
    private readonly TargetEncoding _encoding;

    private TrainingData(
        DataRequest request, Table table, TargetEncoding encoding, FittedScaling scaling, Dataset train, Dataset? test)
    {
        _request = request;
        _layout = TrainingLayout.Of(table)!;
        _encoding = encoding;
        Notes = table.Notes;
        Scaling = scaling;
        Train = train;
        Test = test;
        Hash = DataHash.Of(test is null ? [train] : [train, test]);
    }

    /// <summary>The training rows, in the order of their file.</summary>
    public Dataset Train { get; }

    /// <summary>The test rows, in the order of their file; null when none were asked for.</summary>
    public Dataset? Test { get; }

    /// <summary>
    /// The SHA-256 of all features, as they were scaled, and all targets, in hexadecimal digits: the same where training would go the same way.
    /// </summary>
    public string Hash { get; }

    /// <summary>
    /// What a user should know about how the training source was read: guesses that are not the usual ones, and columns left out.
    /// </summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>How the features were scaled.</summary>
    public FittedScaling Scaling { get; }

    /// <summary>Reads the data of a request. The same files and request give the same bits on every machine.</summary>
    /// <param name="request">What to read.</param>
    /// <exception cref="DataException">Something is wrong with the request or the files; all faults are listed.</exception>
    public static TrainingData Load(DataRequest request)
    {
        var faults = new FaultList();
        TableReader.Check(request, faults);
        faults.ThrowIfAny();

        var train = TableReader.ReadTraining(request, faults);
        var test = request.Test is TestSource { Source: var source }
            ? TableReader.ReadLikeTraining(source, request, TrainingLayout.Of(train), withLabels: true, faults)
            : null;
        faults.ThrowIfAny();

        var data = Build(request, train!, test, faults);
        faults.ThrowIfAny();
        return data;
    }

    /// <summary>Reads other rows to test on: they get the columns, the classes and the scaling of the training rows.</summary>
    /// <param name="source">Where to read them, in the training source's format.</param>
    /// <exception cref="DataException">The source cannot be read or does not fit; all faults are listed.</exception>
    public Dataset Read(DataSource source) => Read(source, withLabels: true);

    /// <summary>
    /// Reads rows to be predicted: they get the columns and the scaling of the training rows, and no targets. Of an
    /// <see cref="ArraySource"/> the labels are not read.
    /// </summary>
    /// <param name="source">Where to read them, in the training source's format; the label may be missing.</param>
    /// <exception cref="DataException">The source cannot be read or does not fit; all faults are listed.</exception>
    public Dataset ReadWithoutTargets(DataSource source) => Read(source, withLabels: false);

    private static TrainingData Build(DataRequest request, Table train, Table? test, FaultList faults)
    {
        var encoding = TargetEncoding.Fit(train.Labels!, request.OneOutputSquaredError, faults);
        var (trainRows, heldOut) = request.Test is HeldOutRows { Fraction: var fraction }
            ? HoldOut(request, train, fraction, faults)
            : (AllRows(train), null);
        var features = DatasetBuilder.Copy(train, trainRows);
        var scaling = FittedScaling.Fit(request.Scaling, features.Span, train.Features.Columns);
        return new TrainingData(
            request,
            train,
            encoding,
            scaling,
            DatasetBuilder.Build(train, trainRows, features, scaling, encoding, faults),
            BuildTest(train, heldOut, test, scaling, encoding, faults));
    }

    private static (int[] Train, int[]? Test) HoldOut(DataRequest request, Table train, double fraction, FaultList faults)
    {
        if (train.Features.Count < 2)
        {
            faults.Add(train.File, "Found one row, expected at least two to hold out test rows from.");
            return (AllRows(train), null);
        }

        return HeldOutSplit.Divide(request.Seed, train.Features.Count, fraction);
    }

    private static Dataset? BuildTest(
        Table train, int[]? heldOut, Table? test, FittedScaling scaling, TargetEncoding encoding, FaultList faults)
    {
        var table = heldOut is null ? test : train;
        return table is null ? null : BuildOther(table, heldOut ?? AllRows(table), scaling, encoding, faults);
    }

    private static Dataset BuildOther(
        Table table, int[] rows, FittedScaling scaling, TargetEncoding encoding, FaultList faults) =>
        DatasetBuilder.Build(table, rows, DatasetBuilder.Copy(table, rows), scaling, encoding, faults);

    private static int[] AllRows(Table table) => [.. Enumerable.Range(0, table.Features.Count)];

    private Dataset Read(DataSource source, bool withLabels)
    {
        var faults = new FaultList();
        TableReader.CheckKind(source, _request, faults);
        faults.ThrowIfAny();
        var table = TableReader.ReadLikeTraining(source, _request, _layout, withLabels, faults);
        faults.ThrowIfAny();
        var dataset = BuildOther(table!, AllRows(table!), Scaling, _encoding, faults);
        faults.ThrowIfAny();
        return dataset;
    }
}

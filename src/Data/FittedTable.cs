using Granary.Data.Columns;
using Granary.Data.Encodings;
using Granary.Data.Faults;
using Granary.Data.Splits;
using Granary.Data.Tables;
using Granary.Data.Targets;
using Granary.Numerics.Datasets;

namespace Granary.Data;

/// <summary>The tables of a request, divided and encoded. What has to be measured is measured on the training rows alone.</summary>
internal sealed record FittedTable(
    IReadOnlyList<ColumnEncoding> Encodings, TargetEncoding Targets, IReadOnlyList<IgnoredColumn> Ignored, Dataset Train, Dataset? Test)
{
    private const int MostNotes = 8;

    /// <summary>What a user should know.</summary>
    public IReadOnlyList<string> Notes { get; private init; } = [];

    /// <summary>Divides and encodes tables.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="train">The training source.</param>
    /// <param name="choice">How its columns are used.</param>
    /// <param name="test">The source of test rows, if there is one.</param>
    /// <param name="faults">Receives what is wrong with them.</param>
    /// <returns>The data; null after faults were added.</returns>
    public static FittedTable? Fit(DataRequest request, Table train, ColumnChoice choice, Table? test, FaultList faults)
    {
        var kind = TargetChoice.Of(train, request.Targets, request.Columns, faults);
        var classes = kind == TargetKind.Classes ? FitClasses(request, train, faults) : null;
        List<string> notes = [.. train.Notes, .. choice.Notes];
        if (faults.Count > 0
            || TableSplit.Divide(request.Test as HeldOutRows, request.Seed, train, classes, request.Columns, notes, faults)
                is not var (trainRows, heldOut))
        {
            return null;
        }

        var targets = classes ?? FitOthers(kind, request, train, trainRows, faults);
        var encodings = FitColumns(train, choice, trainRows, faults);
        if (faults.Count > 0)
        {
            return null;
        }

        var builder = new DatasetBuilder(encodings, targets);
        var trainSet = builder.Build(train, choice.Columns, trainRows, faults);
        var testSet = heldOut is not null ? builder.Build(train, choice.Columns, heldOut, faults)
            : test is not null ? builder.Build(test, test.Columns, test.AllRows(), faults)
            : null;
        return faults.Count > 0
            ? null
            : new FittedTable(encodings, targets, choice.Ignored, trainSet!, testSet) { Notes = [.. notes, .. NotesOf(choice, test, builder)] };
    }

    private static ClassTarget FitClasses(DataRequest request, Table train, FaultList faults)
    {
        var label = train.Labels[0];
        return ClassTarget.Fit(label, request.Columns.GetValueOrDefault(label.Name)?.Type == ColumnType.Category, faults);
    }

    private static TargetEncoding FitOthers(TargetKind kind, DataRequest request, Table train, int[] rows, FaultList faults)
    {
        if (kind == TargetKind.MultiLabel)
        {
            return YesNoTargets.Fit(train.Labels);
        }

        var scalings = train.Labels.Select(l => request.Columns.GetValueOrDefault(l.Name)?.Scaling ?? request.TargetScaling);
        return ValueTargets.Fit(train.Labels, [.. scalings], rows, faults);
    }

    // Each column for itself: the bits do not depend on which thread does it.
    private static ColumnEncoding[] FitColumns(Table train, ColumnChoice choice, int[] rows, FaultList faults)
    {
        var plans = choice.Plans;
        var columns = plans
            .Select((plan, i) => plan.Type == ColumnType.Category ? null : ColumnNumbers.Of(plan, choice.Columns[i], train.Numbers, faults))
            .ToArray();
        var encodings = new ColumnEncoding[plans.Count];
        Parallel.For(0, encodings.Length, i => encodings[i] = plans[i].Type switch
        {
            ColumnType.Category => CategoryEncoding.Fit(plans[i], (TextColumn)choice.Columns[i], rows),
            ColumnType.Date => DateEncoding.Fit(plans[i], columns[i]!, rows),
            _ => NumberEncoding.Fit(plans[i], columns[i]!, rows),
        });
        return encodings;
    }

    private static IEnumerable<string> NotesOf(ColumnChoice choice, Table? test, DatasetBuilder builder)
    {
        foreach (var ignored in choice.Ignored.Take(MostNotes))
        {
            yield return $"column {ignored.Name} ignored: it {ignored.Reason}";
        }

        if (choice.Ignored.Count > MostNotes)
        {
            yield return $"{choice.Ignored.Count - MostNotes} more columns ignored";
        }

        if (test is { Unlabelled: > 0 and var unlabelled })
        {
            yield return $"{unlabelled} test {(unlabelled == 1 ? "row" : "rows")} left out: no label";
        }

        foreach (var (column, rows) in builder.Unseen)
        {
            yield return $"{rows} test {(rows == 1 ? "row has" : "rows have")} a {column} that no training row has";
        }
    }
}

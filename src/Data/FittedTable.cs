using Granary.Data.Columns;
using Granary.Data.Encodings;
using Granary.Data.Faults;
using Granary.Data.Splits;
using Granary.Data.Tables;
using Granary.Data.Targets;
using Granary.Formulas.Randomness;
using Granary.Numerics.Datasets;

namespace Granary.Data;

/// <summary>The tables of a request, divided and encoded. What has to be measured is measured on the training rows alone.</summary>
internal sealed record FittedTable(
    IReadOnlyList<ColumnEncoding> Encodings, TargetEncoding Targets, IReadOnlyList<IgnoredColumn> Ignored, Dataset Train, Dataset? Validation, Dataset? Test)
{
    private const int MostNotes = 8;

    /// <summary>What a user should know.</summary>
    public IReadOnlyList<string> Notes { get; private init; } = [];

    /// <summary>Divides and encodes tables.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="train">The training source.</param>
    /// <param name="choice">How its columns are used.</param>
    /// <param name="validation">The source of validation rows, if there is one.</param>
    /// <param name="test">The source of test rows, if there is one.</param>
    /// <param name="faults">Receives what is wrong with them.</param>
    /// <returns>The data; null after faults were added.</returns>
    public static FittedTable? Fit(DataRequest request, Table train, ColumnChoice choice, Table? validation, Table? test, FaultList faults)
    {
        var kind = TargetChoice.Of(train, request.Targets, request.Columns, faults);
        var classes = kind == TargetKind.Classes ? FitClasses(request, train, faults) : null;
        List<string> notes = [.. train.Notes, .. choice.Notes];
        var split = new TableSplit(train, classes, request.Seed, request.Columns, notes, faults);
        if (faults.Count > 0
            || split.Divide(request.Test as HeldOutRows, train.AllRows(), RandomPurpose.HeldOutRows) is not var (others, testRows)
            || split.Divide(request.Validation as HeldOutRows, others, RandomPurpose.ValidationRows) is not var (trainRows, validationRows))
        {
            return null;
        }

        var targets = classes ?? FitOthers(kind, request, train, trainRows, faults);
        var encodings = FitColumns(train, choice, trainRows, faults);
        if (faults.Count > 0)
        {
            return null;
        }

        notes.AddRange(NotesOf(choice));
        var weights = RowWeights.Read(train, request.Weight, trainRows, faults);
        var trainSet = new DatasetBuilder(encodings, targets).Build(train, choice.Columns, trainRows, faults);
        var validationSet = Build(validation, validationRows, "validation");
        var testSet = Build(test, testRows, "test");
        return faults.Count > 0
            ? null
            : new FittedTable(encodings, targets, choice.Ignored, trainSet!.WithWeights(weights), validationSet, testSet) { Notes = [.. notes] };

        Dataset? Build(Table? source, int[]? heldOut, string name)
        {
            var builder = new DatasetBuilder(encodings, targets);
            var set = heldOut is not null ? builder.Build(train, choice.Columns, heldOut, faults)
                : source is not null ? builder.Build(source, source.Columns, source.AllRows(), faults)
                : null;
            notes.AddRange(NotesOf(source, builder, name));
            return set;
        }
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

    private static IEnumerable<string> NotesOf(ColumnChoice choice)
    {
        foreach (var ignored in choice.Ignored.Take(MostNotes))
        {
            yield return $"column {ignored.Name} ignored: it {ignored.Reason}";
        }

        if (choice.Ignored.Count > MostNotes)
        {
            yield return $"{choice.Ignored.Count - MostNotes} more columns ignored";
        }
    }

    private static IEnumerable<string> NotesOf(Table? source, DatasetBuilder builder, string name)
    {
        if (source is { Unlabelled: > 0 and var unlabelled })
        {
            yield return $"{unlabelled} {name} {(unlabelled == 1 ? "row" : "rows")} left out: no label";
        }

        foreach (var (column, rows) in builder.Unseen)
        {
            yield return $"{rows} {name} {(rows == 1 ? "row has" : "rows have")} a {column} that no training row has";
        }
    }
}

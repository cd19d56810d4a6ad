using Granary.Data.Faults;
using Granary.Data.Tables;
using Granary.Data.Values;
using Granary.Numerics.Datasets;
using Granary.Numerics.Memory;

namespace Granary.Data.Targets;

/// <summary>One label of several classes, in the order of <see cref="TextClasses"/>.</summary>
public sealed class ClassTarget : TargetEncoding
{
    // Labels of which fewer than two rows are alike, on average, are no classes. Of a few rows that says nothing.
    private const double MostClassesPerRow = 0.5;
    private const int FewRows = 20;

    private readonly TextClasses _classes;

    /// <summary>Makes a target of the classes that the training rows have.</summary>
    /// <param name="names">The classes, in any order.</param>
    public ClassTarget(IReadOnlyList<string> names)
        : this(TextClasses.Of(names))
    {
    }

    private ClassTarget(TextClasses classes)
        : base(TargetNames.OfClasses(classes.Names)) => _classes = classes;

    /// <summary>Finds the classes.</summary>
    /// <param name="labels">The labels of the training source.</param>
    /// <param name="isGiven">Whether the job says that they are classes.</param>
    /// <param name="faults">Receives what is wrong with them.</param>
    internal static ClassTarget Fit(TextColumn labels, bool isGiven, FaultList faults)
    {
        var classes = TextClasses.Of(labels.Texts);
        if (!isGiven && labels.Rows.Count >= FewRows && classes.Names.Count > MostClassesPerRow * labels.Rows.Count)
        {
            faults.Add(labels.File, labels.FirstLines[0], labels.Column, $"Found {classes.Names.Count} different labels in {labels.Rows.Count} rows, "
                + $"{FaultText.Quote(labels.Texts[0])} the first: expected classes that repeat, or numbers. If they are classes, give the column the type "
                + "\"category\" under \"columns\".");
        }

        if (classes.Names.Count < 2)
        {
            faults.Add(labels.File, null, labels.Column,
                $"Every label is {FaultText.Quote(labels.Texts[0])}: expected at least two classes.");
        }

        return new ClassTarget(classes);
    }

    /// <summary>The class of each row of the training source.</summary>
    internal int[] ClassesOf(TextColumn labels)
    {
        var classes = labels.Texts.Select(_classes.Find).ToArray();
        return [.. labels.Rows.Select(code => classes[code])];
    }

    /// <inheritdoc/>
    internal override Dataset Build(
        AlignedBuffer features, IReadOnlyList<string> featureNames, IReadOnlyList<TextColumn> labels, int[] rows, FaultList faults)
    {
        var column = labels[0];
        var classes = column.Texts.Select(_classes.Find).ToArray();
        for (var code = 0; code < classes.Length; code++)
        {
            if (classes[code] < 0)
            {
                faults.Add(column.File, column.FirstLines[code], column.Column, $"The label {FaultText.Quote(column.Texts[code])} "
                    + $"does not occur in the training data, whose classes are {FaultText.Names(_classes.Names)}.");
            }
        }

        return Dataset.OfClasses(features, featureNames, [.. rows.Select(row => classes[column.Rows[row]])], _classes.Names);
    }
}

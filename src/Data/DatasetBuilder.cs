using Granary.Data.Faults;
using Granary.Data.Scaling;
using Granary.Data.Tables;
using Granary.Data.Targets;
using Granary.Numerics.Datasets;
using Granary.Numerics.Memory;

namespace Granary.Data;

/// <summary>Makes data sets of chosen rows of a table.</summary>
internal static class DatasetBuilder
{
    /// <summary>Copies the features of chosen rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="rows">The rows, in the order they get.</param>
    public static AlignedBuffer Copy(Table table, int[] rows)
    {
        var columns = table.Features.Columns;
        var features = new AlignedBuffer(rows.Length * columns);
        for (var r = 0; r < rows.Length; r++)
        {
            table.Features[rows[r]].CopyTo(features.Span.Slice(r * columns, columns));
        }

        return features;
    }

    /// <summary>Scales features in place and puts them together with their targets.</summary>
    /// <param name="table">The table the features were copied from.</param>
    /// <param name="rows">The rows they are.</param>
    /// <param name="features">The features.</param>
    /// <param name="scaling">How they are scaled.</param>
    /// <param name="encoding">How labels become targets.</param>
    /// <param name="faults">Receives what is wrong with the features or the labels.</param>
    public static Dataset Build(
        Table table, int[] rows, AlignedBuffer features, FittedScaling scaling, TargetEncoding encoding, FaultList faults)
    {
        Scale(table, rows, features, scaling, faults);
        if (table.Labels is not { } labels)
        {
            return Dataset.WithoutTargets(features, table.FeatureNames, encoding.Kind, encoding.ClassNames);
        }

        if (encoding.Kind == TargetKind.Values)
        {
            var values = TargetEncoding.EncodeValues(labels, faults);
            return Dataset.OfValues(features, table.FeatureNames, [.. rows.Select(row => values[row])]);
        }

        var classes = encoding.EncodeClasses(labels, faults);
        return Dataset.OfClasses(features, table.FeatureNames, [.. rows.Select(row => classes[row])], encoding.ClassNames);
    }

    private static void Scale(Table table, int[] rows, AlignedBuffer features, FittedScaling scaling, FaultList faults)
    {
        var columns = table.Features.Columns;
        for (var r = 0; r < rows.Length; r++)
        {
            var column = scaling.Apply(features.Span.Slice(r * columns, columns));
            if (column >= 0)
            {
                var (found, name) = (table.Features[rows[r]][column], FaultText.Quote(table.FeatureNames[column]));
                faults.Add(table.File, table.Lines?[rows[r]], table.Fields?[column] + 1,
                    $"Found {found} for {name}, which is beyond the range of float32 once it is scaled. "
                    + "Correct it or scale otherwise.");
            }
        }
    }
}

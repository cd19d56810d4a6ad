using Granary.Data.Encodings;
using Granary.Data.Faults;
using Granary.Data.Tables;
using Granary.Data.Targets;
using Granary.Numerics.Datasets;
using Granary.Numerics.Memory;

namespace Granary.Data;

/// <summary>Makes data sets of chosen rows of a table.</summary>
/// <param name="encodings">How each column becomes features.</param>
/// <param name="targets">How labels become targets.</param>
internal sealed class DatasetBuilder(IReadOnlyList<ColumnEncoding> encodings, TargetEncoding targets)
{
    // As many rows as stay in a core's cache while they are encoded column by column.
    private const int RowsAtOnce = 64;

    private readonly string[] _names = [.. encodings.SelectMany(e => e.Features)];

    /// <summary>How many rows were encoded that have a category unknown to the training rows, by column.</summary>
    public Dictionary<string, int> Unseen { get; } = [];

    /// <summary>Encodes rows, and puts them together with their targets.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns that the encodings are for, in their order.</param>
    /// <param name="rows">The rows, in the order they get.</param>
    /// <param name="faults">Receives what is wrong with fields or labels.</param>
    /// <returns>The rows; null after faults were added.</returns>
    public Dataset? Build(Table table, IReadOnlyList<TableColumn> columns, int[] rows, FaultList faults)
    {
        var before = faults.Count;
        if ((long)rows.Length * _names.Length > Dataset.MaxValues)
        {
            faults.Add(table.File, $"There are too many rows: at most {Dataset.MaxValues} features are held, "
                + $"which is {Dataset.MaxValues / _names.Length} rows of {_names.Length}. Use fewer rows or features.");
            return null;
        }

        var encoders = encodings.Select((e, i) => e.Bind(columns[i], table.Numbers, faults)).ToArray();
        if (faults.Count > before)
        {
            return null;
        }

        CountUnseen(encoders, rows);
        var features = new AlignedBuffer(rows.Length * _names.Length);
        Parallel.For(0, (rows.Length + RowsAtOnce - 1) / RowsAtOnce, block => Encode(encoders, rows, block * RowsAtOnce, features));
        CheckFeatures(table, columns, rows, features, faults);
        return table.Labels.Count == 0
            ? Dataset.WithoutTargets(features, _names, targets.Names)
            : targets.Build(features, _names, table.Labels, rows, faults);
    }

    private void Encode(IColumnEncoder[] encoders, int[] rows, int first, AlignedBuffer features)
    {
        var block = rows.AsSpan(first, Math.Min(RowsAtOnce, rows.Length - first));
        var start = first * _names.Length;
        for (var e = 0; e < encoders.Length; e++)
        {
            encoders[e].Encode(block, features.Span[start..], _names.Length);
            start += encodings[e].Features.Count;
        }
    }

    private void CountUnseen(IColumnEncoder[] encoders, int[] rows)
    {
        for (var e = 0; e < encoders.Length; e++)
        {
            if (encoders[e].UnseenIn(rows) is > 0 and var unseen)
            {
                Unseen[encodings[e].Column] = Unseen.GetValueOrDefault(encodings[e].Column) + unseen;
            }
        }
    }

    private void CheckFeatures(Table table, IReadOnlyList<TableColumn> columns, int[] rows, AlignedBuffer features, FaultList faults)
    {
        var all = features.Span;
        for (var from = 0; all[from..].IndexOfAnyExceptInRange(float.MinValue, float.MaxValue) is >= 0 and var next && !faults.IsFull;)
        {
            var (r, feature) = Math.DivRem(from + next, _names.Length);
            var e = ColumnOf(feature);
            faults.Add(table.File, table.Lines?[rows[r]], columns[e].Column,
                $"Found {columns[e].Show(rows[r])} for {FaultText.Quote(columns[e].Name)}, which is beyond the range of float32 once it is scaled. "
                + "Correct it or scale otherwise.");
            from = (r + 1) * _names.Length;
        }
    }

    private int ColumnOf(int feature)
    {
        var e = 0;
        for (var left = feature; left >= encodings[e].Features.Count; e++)
        {
            left -= encodings[e].Features.Count;
        }

        return e;
    }
}

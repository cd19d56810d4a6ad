using Granary.Data.Columns;
using Granary.Data.Faults;
using Granary.Data.Tables;
using Granary.Data.Values;

namespace Granary.Data.Encodings;

/// <summary>How a column becomes features of the network, with what was measured for it on the training rows.</summary>
public abstract class ColumnEncoding
{
    private protected ColumnEncoding(ColumnPlan plan) => Plan = plan;

    /// <summary>How the column is read.</summary>
    public ColumnPlan Plan { get; }

    /// <summary>The column's name.</summary>
    public string Column => Plan.Name;

    /// <summary>A name for each feature, at least one.</summary>
    public abstract IReadOnlyList<string> Features { get; }

    /// <summary>Gets ready to encode a column.</summary>
    /// <param name="column">The column, of the training source or another one.</param>
    /// <param name="numbers">How its file writes numbers.</param>
    /// <param name="faults">Receives fields that do not fit.</param>
    internal abstract IColumnEncoder Bind(TableColumn column, NumberForm numbers, FaultList faults);
}

/// <summary>Encodes rows of one column of one table. May be used by several threads at once.</summary>
internal interface IColumnEncoder
{
    /// <summary>How many rows hold a category that the training rows have not.</summary>
    int UnseenIn(ReadOnlySpan<int> rows);

    /// <summary>Encodes chosen rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="features">Receives the features of the rows, from the column's first feature of the first row on.</param>
    /// <param name="stride">How far the next row's features are.</param>
    void Encode(ReadOnlySpan<int> rows, Span<float> features, int stride);
}

namespace Granary.Data.Columns;

/// <summary>What the fields of a column are.</summary>
public enum ColumnType
{
    /// <summary>Numbers.</summary>
    Number,

    /// <summary>One of some texts, or of some whole numbers that count nothing.</summary>
    Category,

    /// <summary>Yes or no, in one of the usual pairs of words.</summary>
    Boolean,

    /// <summary>Days, or moments.</summary>
    Date,

    /// <summary>Nothing to learn from.</summary>
    Ignore,
}

namespace Granary.Data.Tables;

/// <summary>A column of a table: <see cref="NumberColumn"/> or <see cref="TextColumn"/>.</summary>
/// <param name="name">Its name.</param>
/// <param name="column">The field within the record, from 1; null for arrays.</param>
internal abstract class TableColumn(string name, int? column)
{
    /// <summary>The column's name.</summary>
    public string Name { get; } = name;

    /// <summary>The field within the record, from 1; null for arrays.</summary>
    public int? Column { get; } = column;

    /// <summary>The value of a row as a message shows it.</summary>
    public abstract string Show(int row);
}

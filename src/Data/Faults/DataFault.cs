namespace Granary.Data.Faults;

/// <summary>Something wrong with the data a user gave.</summary>
/// <param name="File">The file, as the user named it.</param>
/// <param name="Line">
/// The physical line, from 1, on which the faulty record starts; null where it is not about a line of text.
/// </param>
/// <param name="Column">The field within the record, from 1; null where it is not about one field.</param>
/// <param name="Message">What was found, what was expected, and what to do.</param>
public sealed record DataFault(string File, int? Line, int? Column, string Message)
{
    /// <summary>The same fault, said of files of other names.</summary>
    /// <param name="names">The other name of each file.</param>
    public DataFault Rename(IReadOnlyDictionary<string, string> names) => this with
    {
        File = names.GetValueOrDefault(File, File),
        Message = names.Aggregate(Message, (text, name) => text.Replace(name.Key, name.Value)),
    };

    /// <summary>The place and the message on one line.</summary>
    public override string ToString()
    {
        var line = Line is { } l ? $", line {l}" : "";
        var column = Column is { } c ? $", column {c}" : "";
        return $"{File}{line}{column}: {Message}";
    }
}

using Granary.Data.Csv.Dialects;
using Granary.Data.Faults;
using Granary.Data.Values;

namespace Granary.Data.Records;

/// <summary>The records of a table's file, one after the other, with their fields as text.</summary>
/// <param name="path">The file.</param>
/// <param name="faults">Receives what is wrong with it.</param>
internal abstract class TableRecords(string path, FaultList faults) : IDisposable
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>The names of the columns, without white space around them.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>For CSV how the file writes a table; null for other files.</summary>
    public virtual CsvDialect? Dialect => null;

    /// <summary>How it writes numbers.</summary>
    public NumberForm Numbers => Dialect?.Numbers ?? NumberForm.Plain;

    /// <summary>What a user should know about how they are read.</summary>
    public virtual IEnumerable<string> Notes => Dialect?.Describe() is { } differences ? [differences] : [];

    /// <summary>The line that names the columns, from 1; null where none does.</summary>
    public virtual int? HeaderLine => null;

    /// <summary>The line, from 1, on which the record starts; its number where the file has no lines.</summary>
    public abstract int Line { get; }

    /// <summary>Number of fields in the record.</summary>
    public abstract int Count { get; }

    /// <summary>True when one of the record's fields that were looked at has quotes where none may be.</summary>
    public virtual bool QuotesAreWrong => false;

    /// <summary>A field of the record, from 0, until the next one is read. Empty where there is no value.</summary>
    public abstract ReadOnlySpan<char> this[int field] { get; }

    /// <summary>Receives what is wrong with the file.</summary>
    protected FaultList Faults { get; } = faults;

    /// <summary>Goes to the next record.</summary>
    /// <returns>False at the end of the file, and when it cannot be read on, which is a fault.</returns>
    public abstract bool Read();

    /// <summary>Adds a fault of the record or of one of its fields, from 0.</summary>
    public void AddFault(int? field, string message) => Faults.Add(Path, Line, field + 1, message);

    /// <summary>Adds the fault that <see cref="QuotesAreWrong"/>.</summary>
    public void AddQuotesFault(int? field) => AddFault(field, "The quotes are wrong: a field in quotes starts and ends with one, "
        + "right beside the separators, and a quote inside it is written twice.");

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the records hold.</summary>
    protected abstract void Dispose(bool disposing);
}

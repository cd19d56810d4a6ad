namespace Granary.Data.Faults;

/// <summary>The data cannot be used as asked. The message lists the faults, one a line, and is meant for the user.</summary>
public sealed class DataException : Exception
{
    private readonly bool _stopped;

    /// <summary>Makes the exception.</summary>
    /// <param name="faults">The first faults, in the order of their discovery; at least one.</param>
    /// <param name="more">How many more were found.</param>
    /// <param name="stopped">True when reading was given up because of their number, so that there may be still more.</param>
    public DataException(IReadOnlyList<DataFault> faults, int more, bool stopped)
        : base(Describe(faults, more, stopped))
    {
        Faults = faults;
        More = more;
        _stopped = stopped;
    }

    /// <summary>The first faults, in the order of their discovery.</summary>
    public IReadOnlyList<DataFault> Faults { get; }

    /// <summary>How many more were found than <see cref="Faults"/> lists.</summary>
    public int More { get; }

    /// <summary>The same, said of files of other names.</summary>
    /// <param name="names">The other name of each file.</param>
    public DataException Rename(IReadOnlyDictionary<string, string> names) => new([.. Faults.Select(f => f.Rename(names))], More, _stopped);

    private static string Describe(IReadOnlyList<DataFault> faults, int more, bool stopped)
    {
        var lines = faults.Select(f => f.ToString());
        if (more > 0)
        {
            lines = lines.Append($"and {more} more{(stopped ? "; reading stopped there" : "")}");
        }

        return string.Join('\n', lines);
    }
}

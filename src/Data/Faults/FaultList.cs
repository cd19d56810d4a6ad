namespace Granary.Data.Faults;

/// <summary>Collects the faults of a reading: the first ones as they are, the rest as a number.</summary>
internal sealed class FaultList
{
    /// <summary>How many faults are kept.</summary>
    public const int Kept = 20;

    /// <summary>After so many, what is wrong is wrong everywhere, and reading on tells nothing new.</summary>
    public const int Limit = 1000;

    private readonly List<DataFault> _faults = [];

    /// <summary>How many faults were added.</summary>
    public int Count { get; private set; }

    /// <summary>True when reading should be given up.</summary>
    public bool IsFull => Count >= Limit;

    /// <summary>Adds a fault.</summary>
    public void Add(string file, int? line, int? column, string message)
    {
        Count++;
        if (_faults.Count < Kept)
        {
            _faults.Add(new DataFault(file, line, column, message));
        }
    }

    /// <summary>Adds a fault that is about a whole file.</summary>
    public void Add(string file, string message) => Add(file, null, null, message);

    /// <summary>Ends the reading if there was a fault.</summary>
    /// <exception cref="DataException">There was.</exception>
    public void ThrowIfAny()
    {
        if (Count > 0)
        {
            throw new DataException(_faults, Count - _faults.Count, IsFull);
        }
    }
}

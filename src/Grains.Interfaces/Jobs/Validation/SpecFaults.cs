namespace Granary.Grains.Interfaces.Jobs;

/// <summary>Gathers the faults of a job.</summary>
internal sealed class SpecFaults
{
    private readonly List<Fault> _found = [];

    /// <summary>The faults so far.</summary>
    public IReadOnlyList<Fault> Found => _found;

    /// <summary>Adds a fault about a key.</summary>
    public void Add(string key, string message) => _found.Add(new Fault(message, key));

    /// <summary>Adds a fault about a key when something that should hold does not.</summary>
    public void Unless(bool holds, string key, string message)
    {
        if (!holds)
        {
            Add(key, message);
        }
    }
}

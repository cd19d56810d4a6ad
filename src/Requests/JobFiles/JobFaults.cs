using Granary.Requests.Faults;
using Granary.Requests.JobFiles.Json;

namespace Granary.Requests.JobFiles;

/// <summary>Gathers what is wrong with one job file and its settings.</summary>
internal sealed class JobFaults(string file, IReadOnlyList<string> settings)
{
    private readonly List<JobFault> _found = [];

    /// <summary>The faults: those of the file in its order, then those of settings in theirs.</summary>
    // A fault of the file has no setting: its index is -1.
    public IReadOnlyList<JobFault> InOrder =>
        [.. _found.OrderBy(f => settings.ToList().IndexOf(f.Setting!)).ThenBy(f => f.Line).ThenBy(f => f.Column)];

    /// <summary>Adds a fault.</summary>
    public void Add(Place place, string? key, string message) => _found.Add(At(place, key, message));

    /// <summary>A fault at a place of the file or in a setting.</summary>
    public JobFault At(Place place, string? key, string message) => place.Setting is { } setting
        ? new JobFault(message, key, null, null, null, setting)
        : new JobFault(message, key, file, place.Line, place.Column, null);

    /// <summary>Adds a fault about all of the file.</summary>
    public void AddFile(string message) => _found.Add(new JobFault(message, null, file, null, null, null));
}

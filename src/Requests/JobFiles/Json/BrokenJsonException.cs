namespace Granary.Requests.JobFiles.Json;

/// <summary>Text that is not JSON.</summary>
internal sealed class BrokenJsonException(string message, Place place) : Exception(message)
{
    /// <summary>The first place at which it is not.</summary>
    public Place Place { get; } = place;
}

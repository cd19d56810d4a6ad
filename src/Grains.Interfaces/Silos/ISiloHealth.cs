namespace Granary.Grains.Interfaces.Silos;

/// <summary>Whether a silo can do its work, for those who watch over it.</summary>
public interface ISiloHealth
{
    /// <summary>
    /// Whether the silo is an active member of its cluster, is not about to leave, and its storage answers. The storage is asked once a second at
    /// most, however many ask.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting, not the look.</param>
    Task<bool> IsReadyAsync(CancellationToken cancellationToken);
}

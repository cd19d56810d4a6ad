using System.Net;

namespace Granary.Clustering.Doors;

/// <summary>Lets everybody through, for those who asked for it.</summary>
internal sealed class OpenDoor : IDoor
{
    /// <inheritdoc/>
    public Task<Passage> EnterAsync(Stream stream, IPEndPoint endpoint, CancellationToken cancellationToken) =>
        Task.FromResult(new Passage(stream) { IsWelcome = false });

    /// <inheritdoc/>
    public Task<Passage> AdmitAsync(Stream stream, IPEndPoint endpoint, CancellationToken cancellationToken) =>
        Task.FromResult(new Passage(stream));
}

using System.Net;

namespace Granary.Clustering.Doors;

/// <summary>What both ends of a TCP connection ask of each other before the first byte of Orleans.</summary>
/// <remarks>The last word is the listener's: a byte that says welcome. So whoever connects knows whether it was let in.</remarks>
internal interface IDoor
{
    /// <summary>Goes through it, as the end that connects.</summary>
    /// <param name="stream">The connection as it is; the passage's stream takes its place.</param>
    /// <param name="endpoint">Where it was connected to.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="DoorException">One end refused the other.</exception>
    /// <exception cref="IOException">The connection broke off.</exception>
    Task<Passage> EnterAsync(Stream stream, IPEndPoint endpoint, CancellationToken cancellationToken);

    /// <summary>Lets the other end through it, as the end that listens.</summary>
    /// <param name="stream">The connection as it is; the passage's stream takes its place.</param>
    /// <param name="endpoint">Where it was accepted.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="DoorException">One end refused the other.</exception>
    /// <exception cref="IOException">The connection broke off.</exception>
    Task<Passage> AdmitAsync(Stream stream, IPEndPoint endpoint, CancellationToken cancellationToken);
}

namespace Granary.Silo.Hosting;

/// <summary>A cluster of silos inside this process, for development. It listens on loopback only, on free ports.</summary>
public sealed class InProcessCluster : IAsyncDisposable
{
    /// <summary>A client of the cluster, connected without a socket to its first silo.</summary>
    public IClusterClient Client => throw new NotImplementedException();

    /// <summary>Starts the silos and returns when they have found each other.</summary>
    /// <param name="silos">How many, at least 1. The machine's cores are shared out evenly.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static Task<InProcessCluster> StartAsync(int silos, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}

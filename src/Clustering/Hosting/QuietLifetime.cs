using Microsoft.Extensions.Hosting;

namespace Granary.Clustering.Hosting;

/// <summary>
/// For hosts that are a part of a program: they start and stop when the program says so. The default would listen to Ctrl-C itself and stop
/// the host before the program knows of it.
/// </summary>
public sealed class QuietLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

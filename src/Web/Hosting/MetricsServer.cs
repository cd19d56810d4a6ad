using System.Net;
using Granary.Web.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Granary.Web.Hosting;

/// <summary>
/// A second server of a silo, for Prometheus and for probes: it has metrics and health and nothing else, so it asks for no token and may listen where
/// other machines reach it.
/// </summary>
/// <param name="endpoint">Where it listens.</param>
/// <param name="sources">What it tells.</param>
/// <param name="logs">The silo's log.</param>
internal sealed class MetricsServer(IPEndPoint endpoint, OperationsSources sources, ILoggerFactory logs) : IHostedService, IAsyncDisposable
{
    private WebApplication? _app;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = QuietKestrel.CreateBuilder(endpoint, logs);
        builder.Services.AddRouting();
        sources.AddTo(builder.Services);
        _app = builder.Build();
        OperationsRoutes.Map(_app);
        return _app.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => _app?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;
}

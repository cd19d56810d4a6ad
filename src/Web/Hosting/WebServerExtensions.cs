using System.Net;
using Granary.Web.Operations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Granary.Web.Hosting;

/// <summary>Gives a silo an HTTP server.</summary>
public static class WebServerExtensions
{
    /// <summary>Has a silo's host serve HTTP. Called after Orleans was added, so that the silo joins first.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="settings">How to serve.</param>
    public static IServiceCollection AddGranaryWebServer(this IServiceCollection services, WebServerSettings settings)
    {
        services.AddSingleton(provider => new WebServer(
            settings, provider.GetRequiredService<IGrainFactory>(), OperationsSources.Of(provider), provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<WebServer>());
        return services;
    }

    /// <summary>Has a silo's host serve metrics and health, without a token. Called after Orleans was added, so that the silo joins first.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="endpoint">Where to serve.</param>
    public static IServiceCollection AddGranaryMetricsServer(this IServiceCollection services, IPEndPoint endpoint)
    {
        services.AddSingleton<IHostedService>(provider => new MetricsServer(
            endpoint, OperationsSources.Of(provider), provider.GetRequiredService<ILoggerFactory>()));
        return services;
    }
}

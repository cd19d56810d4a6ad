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
            settings, provider.GetRequiredService<IGrainFactory>(), provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<WebServer>());
        return services;
    }
}

using Granary.Grains.Interfaces.Silos;
using Granary.Grains.Interfaces.Tokens;
using Granary.Web.Roles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace Granary.Web.Operations;

/// <summary>What programs ask that watch over silos: health, and metrics as Prometheus reads them.</summary>
internal static class OperationsRoutes
{
    private const string Metrics = "/metrics";

    /// <summary>Maps the routes of what the host has: it may be a client of the cluster, or have no metrics.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetService<ISiloHealth>() is { } health)
        {
            HealthRoutes.Map(routes, health);
        }

        if (routes.ServiceProvider.GetService<MeterProvider>() is { } metrics)
        {
            routes.MapPrometheusScrapingEndpoint(Metrics, metrics, configureBranchedPipeline: null, optionsName: null).For(TokenRole.Viewer);
        }
    }
}

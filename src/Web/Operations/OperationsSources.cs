using Granary.Grains.Interfaces.Silos;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace Granary.Web.Operations;

/// <summary>What a silo's host has for those who watch over it.</summary>
/// <param name="Health">The silo's health.</param>
/// <param name="Metrics">Its metrics; null where they are not collected.</param>
internal sealed record OperationsSources(ISiloHealth Health, MeterProvider? Metrics)
{
    /// <summary>Finds them among the services of a silo's host.</summary>
    public static OperationsSources Of(IServiceProvider silo) => new(silo.GetRequiredService<ISiloHealth>(), silo.GetService<MeterProvider>());

    /// <summary>Gives them to a server. They stay their host's.</summary>
    public void AddTo(IServiceCollection services)
    {
        services.AddSingleton(Health);
        if (Metrics is not null)
        {
            services.AddSingleton(Metrics);
        }
    }
}

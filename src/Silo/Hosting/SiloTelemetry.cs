using System.Collections;
using System.Net;
using System.Reflection;
using Granary.Grains.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Granary.Silo.Hosting;

/// <summary>
/// Collects what a silo counts and times: Granary's own instruments, Orleans' and those of the .NET runtime. It is read at <c>/metrics</c> where the
/// silo serves HTTP or metrics, and sent by OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set, with traces.
/// </summary>
internal static class SiloTelemetry
{
    private const string Service = "granary-silo";
    private const string OrleansMeter = "Microsoft.Orleans";
    private const string RuntimeMeter = "System.Runtime";
    private const string Prefix = "OTEL_";
    private const string Endpoint = Prefix + "EXPORTER_OTLP_ENDPOINT";

    /// <summary>Adds to a silo's host what its settings and its environment ask for.</summary>
    public static void Add(HostApplicationBuilder builder, SiloSettings settings)
    {
        var sends = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Endpoint));
        var isRead = settings.Http is not null || settings.Metrics is not null;
        if (!sends && !isRead)
        {
            return;
        }

        // OpenTelemetry's own variables, which it reads from here, and no others.
        builder.Configuration.AddInMemoryCollection(Variables());
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService(Service, serviceVersion: Version, serviceInstanceId: $"{new IPEndPoint(settings.Address, settings.Port)}"))
            .WithMetrics(metrics => Collect(metrics, isRead, sends));
        if (sends)
        {
            telemetry.WithTracing(traces => traces.AddSource(GranaryTelemetry.Name).AddOtlpExporter());
        }
    }

    private static string? Version =>
        typeof(SiloTelemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    private static void Collect(MeterProviderBuilder metrics, bool isRead, bool sends)
    {
        metrics.AddMeter(GranaryTelemetry.Name, OrleansMeter, RuntimeMeter);
        if (isRead)
        {
            metrics.AddPrometheusExporter();
        }

        if (sends)
        {
            metrics.AddOtlpExporter();
        }
    }

    private static IEnumerable<KeyValuePair<string, string?>> Variables() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .Where(v => ((string)v.Key).StartsWith(Prefix, StringComparison.Ordinal))
        .Select(v => KeyValuePair.Create((string)v.Key, (string?)v.Value));
}

using System.Diagnostics.Metrics;
using Granary.Grains.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.Grains.Tests.Telemetry;

internal static class TestMetrics
{
    public static TrainingMetrics Create() => new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
}

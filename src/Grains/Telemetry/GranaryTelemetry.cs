using System.Diagnostics;

namespace Granary.Grains.Telemetry;

/// <summary>Where others find what a silo tells of its training.</summary>
public static class GranaryTelemetry
{
    /// <summary>The name of the meter, and that of the source of traces.</summary>
    public const string Name = "Granary";

    /// <summary>The source of traces: spans of steps, checkpoints and recoveries. Nothing of a single step comes by here.</summary>
    internal static ActivitySource Source { get; } = new(Name);

    /// <summary>The attribute of traces that names a job. Metrics never have it: each job would leave series behind.</summary>
    internal const string JobTag = "granary.job";
}

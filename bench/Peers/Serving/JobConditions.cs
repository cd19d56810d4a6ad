namespace Granary.Benchmarks.Peers.Serving;

/// <summary>What holds for jobs however they are started: through the grains or by the command.</summary>
internal static class JobConditions
{
    /// <summary>Shards of a mini-batch.</summary>
    public const int Shards = 8;

    /// <summary>
    /// How long a job runs before it is measured: the status leaves the first second out, and a span of steps more, because it counts whole
    /// spans.
    /// </summary>
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1.5);
}

namespace Granary.Grains.Interfaces;

/// <summary>
/// Keys of the grains that live on a silo chosen by the coordinator. The silo's address is the last part of the key, so
/// every silo agrees where such a grain is, whatever it believes about the membership at that moment.
/// </summary>
public static class GrainKeys
{
    private const char SiloSeparator = '|';
    private const string WorkerPrefix = "worker-";

    /// <summary>The key of a worker.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="generation">The generation it was assigned in.</param>
    /// <param name="ordinal">Its number among the job's workers, from 0.</param>
    /// <param name="silo">The silo's address as Orleans parses it.</param>
    public static string Worker(string jobId, long generation, int ordinal, string silo) =>
        $"{jobId}/{generation}/{WorkerPrefix}{ordinal}{SiloSeparator}{silo}";

    /// <summary>Whether a key is a worker's.</summary>
    /// <param name="key">A key made here.</param>
    public static bool IsWorker(string key) => key.AsSpan(key.LastIndexOf('/') + 1).StartsWith(WorkerPrefix);

    /// <summary>The key of a slice of a layer.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="generation">The generation it was assigned in.</param>
    /// <param name="layer">The layer, from 0.</param>
    /// <param name="slice">The slice, from 0.</param>
    /// <param name="silo">The silo's address as Orleans parses it.</param>
    public static string Slice(string jobId, long generation, int layer, int slice, string silo) =>
        $"{jobId}/{generation}/layer-{layer}-{slice}{SiloSeparator}{silo}";

    /// <summary>The key of a bucket of slices.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="generation">The generation it was assigned in.</param>
    /// <param name="ordinal">Its number among the job's buckets, from 0.</param>
    /// <param name="silo">The silo's address as Orleans parses it.</param>
    public static string Bucket(string jobId, long generation, int ordinal, string silo) =>
        $"{jobId}/{generation}/bucket-{ordinal}{SiloSeparator}{silo}";

    /// <summary>The key of the grain that tells about a silo.</summary>
    /// <param name="silo">The silo's address as Orleans parses it.</param>
    public static string Silo(string silo) => $"silo{SiloSeparator}{silo}";

    /// <summary>The silo that a key names.</summary>
    /// <param name="key">A key made here.</param>
    /// <exception cref="FormatException">The key names no silo.</exception>
    public static string SiloOf(string key)
    {
        var separator = key.LastIndexOf(SiloSeparator);
        return separator >= 0
            ? key[(separator + 1)..]
            : throw new FormatException($"The grain key '{key}' names no silo: expected '{SiloSeparator}' and a silo's address at its end.");
    }

    /// <summary>A silo's address as it is shown, <c>ip:port</c>.</summary>
    /// <param name="silo">Its address as Orleans parses it.</param>
    /// <exception cref="FormatException">Orleans cannot parse it.</exception>
    public static string EndpointOf(string silo) => SiloAddress.FromParsableString(silo).Endpoint.ToString();
}

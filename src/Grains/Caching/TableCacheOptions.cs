namespace Granary.Grains.Caching;

/// <summary>What is kept of data that has been read.</summary>
/// <param name="Directory">Where, as an absolute path.</param>
/// <param name="Bytes">The most of it, in bytes.</param>
public sealed record TableCacheOptions(string Directory, long Bytes = TableCacheOptions.DefaultBytes)
{
    /// <summary>16 GiB.</summary>
    public const long DefaultBytes = 16L << 30;

    /// <summary>Sources that are smaller than this, in bytes, are read each time.</summary>
    public long LeastBytes { get; init; } = 16L << 20;

    /// <summary>Those that are read within this time too.</summary>
    public TimeSpan LeastTime { get; init; } = TimeSpan.FromSeconds(1);
}

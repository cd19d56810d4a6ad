using System.Diagnostics.CodeAnalysis;
using Granary.Grains.Caching;
using Granary.Grains.Compute;
using Granary.Grains.Jobs;
using Granary.Grains.Roots;
using Granary.Grains.Uploads;

namespace Granary.Grains.Hosting;

/// <summary>How a silo trains.</summary>
/// <param name="Compute">What it computes with.</param>
/// <param name="Folders">The directories that keep what is large.</param>
public sealed record GranaryOptions(ComputeOptions Compute, KeptFolders Folders)
{
    private const string CacheFolder = "cache";

    /// <summary>A silo that computes with all cores, and keeps in one directory what is large.</summary>
    /// <param name="directory">The directory; it is created where it is missing. Best the same one for all silos of a cluster.</param>
    [SetsRequiredMembers]
    public GranaryOptions(string directory)
        : this(new ComputeOptions(Environment.ProcessorCount), KeptFolders.Below(directory)) =>
        Cache = new TableCacheOptions(Path.Combine(Path.GetFullPath(directory), CacheFolder));

    /// <summary>Which files it reads for jobs.</summary>
    public DataRoots Roots { get; init; } = DataRoots.Anywhere;

    /// <summary>How much may be uploaded to it.</summary>
    public UploadLimits Uploads { get; init; } = UploadLimits.Default;

    /// <summary>How many jobs run at once.</summary>
    public QueueOptions Queue { get; init; } = QueueOptions.Default;

    /// <summary>What it keeps of data that it has read.</summary>
    public required TableCacheOptions Cache { get; init; }
}

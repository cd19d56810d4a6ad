namespace Granary.Grains.Uploads;

/// <summary>How much may be uploaded to a silo.</summary>
/// <param name="DataSetBytes">The longest data set, in bytes.</param>
/// <param name="AllBytes">All data sets together, in bytes.</param>
public sealed record UploadLimits(long DataSetBytes, long AllBytes)
{
    /// <summary>What holds where nothing is said: 64 GiB a data set, 256 GiB in all.</summary>
    public static UploadLimits Default { get; } = new(64L << 30, 256L << 30);
}

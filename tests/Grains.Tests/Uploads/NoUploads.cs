using Granary.Grains.Uploads;

namespace Granary.Grains.Tests.Uploads;

/// <summary>For jobs whose files were not uploaded.</summary>
internal static class NoUploads
{
    public static UploadSupply Supply { get; } = new(null!, null!, null!, null!);
}

using Granary.Grains.Interfaces.Jobs;

namespace Granary.Requests.JobFiles;

/// <summary>Reads the object <c>checkpoint</c> of a job file. What has a fault gets a stand-in that no later check complains about.</summary>
internal static class CheckpointReader
{
    private static readonly CheckpointSpec Default = new();

    public static CheckpointSpec Read(ObjectReader checkpoint) => new()
    {
        EverySteps = checkpoint.Has("everySteps") ? checkpoint.Int64("everySteps", 1) : null,
        EverySeconds = checkpoint.Has("everySeconds") ? checkpoint.Double("everySeconds", CheckpointSpec.DefaultSeconds) : null,
        Keep = checkpoint.Int32("keep", Default.Keep),
    };
}

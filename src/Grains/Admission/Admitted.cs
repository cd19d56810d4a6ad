using Granary.Data;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Grains.Admission;

/// <summary>What came of a job's checks.</summary>
/// <param name="Faults">All faults; none when it is accepted.</param>
/// <param name="Spec">The job, with all that follows from its data.</param>
/// <param name="Data">Its data; null after faults.</param>
internal sealed record Admitted(Fault[] Faults, JobSpec Spec, TrainingData? Data)
{
    /// <summary>What a user should know beside what is known of the data.</summary>
    public string[] Notes { get; init; } = [];
}

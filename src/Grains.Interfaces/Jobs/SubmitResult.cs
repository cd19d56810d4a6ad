namespace Granary.Grains.Interfaces.Jobs;

/// <summary>The answer to a submitted job.</summary>
/// <param name="JobId">The job's id.</param>
/// <param name="Faults">Everything that is wrong; when there is anything, the job was not started.</param>
[GenerateSerializer, Immutable, Alias("granary.SubmitResult")]
public sealed record SubmitResult([property: Id(0)] string JobId, [property: Id(1)] Fault[] Faults);

namespace Granary.Grains.Interfaces.Jobs;

/// <summary>How much longer a completed job is to train.</summary>
/// <param name="Epochs">So many epochs more; null where <paramref name="Steps"/> are given.</param>
/// <param name="Steps">So many steps more; null where <paramref name="Epochs"/> are given.</param>
[GenerateSerializer, Immutable, Alias("granary.JobExtension")]
public sealed record JobExtension([property: Id(0)] int? Epochs, [property: Id(1)] long? Steps)
{
    /// <summary>The job as if it had been submitted with that length.</summary>
    /// <param name="spec">The job.</param>
    /// <param name="facts">What is known of it.</param>
    /// <exception cref="OverflowException">No job is that long.</exception>
    public JobSpec Of(JobSpec spec, JobFacts facts)
    {
        if (Epochs is { } epochs && spec is { Epochs: { } before, Steps: null })
        {
            return spec with { Epochs = checked(before + epochs) };
        }

        return spec with { Epochs = null, Steps = checked(facts.TotalSteps + (Steps ?? (long)Epochs! * facts.StepsPerEpoch)) };
    }
}

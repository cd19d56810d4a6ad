namespace Granary.Grains.Interfaces.Jobs;

/// <summary>What was measured over a job's life. It goes through crashes, and stays after the job's end.</summary>
[GenerateSerializer, Immutable, Alias("granary.JobHistory")]
public sealed record JobHistory
{
    /// <summary>The loss, at most a thousand points in the order of their steps.</summary>
    [Id(0)]
    public required LossPoint[] Losses { get; init; }

    /// <summary>The learning rate of the last step of each point of <see cref="Losses"/>.</summary>
    [Id(1)]
    public required double[] LearningRates { get; init; }

    /// <summary>The evaluations on the validation rows, at most a thousand; empty without such rows.</summary>
    [Id(2)]
    public required Evaluation[] Validations { get; init; }

    /// <summary>The evaluations on the test rows, at most a thousand.</summary>
    [Id(3)]
    public required Evaluation[] Tests { get; init; }
}

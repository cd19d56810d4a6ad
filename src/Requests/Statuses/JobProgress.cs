using Granary.Grains.Interfaces.Jobs;

namespace Granary.Requests.Statuses;

/// <summary>How far a job is.</summary>
internal static class JobProgress
{
    /// <summary>The share of its steps that a job has done; null while their number is unknown.</summary>
    public static double? Share(this JobStatus status) =>
        status.Facts is { TotalSteps: > 0 } facts ? Math.Min(1, (double)status.Steps / facts.TotalSteps) : null;

    /// <summary>Epochs that a job begins; null while its steps are unknown and it does not say itself.</summary>
    public static long? TotalEpochs(this JobStatus status) => status.Facts is { StepsPerEpoch: > 0 } facts
        ? (facts.TotalSteps + facts.StepsPerEpoch - 1) / facts.StepsPerEpoch
        : status.Spec.Epochs;

    /// <summary>Steps done of the epoch at hand, or of the last one when the job is through; null while that is unknown.</summary>
    public static (long Done, long Total)? StepsOfEpoch(this JobStatus status)
    {
        if (status.Facts is not { StepsPerEpoch: > 0 } facts)
        {
            return null;
        }

        var done = status.Steps % facts.StepsPerEpoch;
        var through = status.Steps > 0 && status.Steps >= facts.TotalSteps;
        return (done == 0 && through ? facts.StepsPerEpoch : done, facts.StepsPerEpoch);
    }

    /// <summary>The share of its steps' time that a worker waited, from 0 to 1.</summary>
    public static double WaitingShare(this WorkerStatus worker) =>
        worker.StepTime > TimeSpan.Zero ? Math.Clamp(worker.WaitingTime / worker.StepTime, 0, 1) : 0;
}

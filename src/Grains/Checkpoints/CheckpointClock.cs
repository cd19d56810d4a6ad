using Granary.Grains.Interfaces.Jobs;

namespace Granary.Grains.Checkpoints;

/// <summary>Says when a job's next checkpoint is due.</summary>
internal sealed class CheckpointClock(CheckpointSpec spec, TimeProvider time)
{
    private long _lastAt = time.GetTimestamp();

    private double? Seconds => spec.EverySteps is null ? spec.EverySeconds ?? CheckpointSpec.DefaultSeconds : spec.EverySeconds;

    /// <summary>The end of a span that may go up to <paramref name="end"/>: no step whose checkpoint is due is passed by.</summary>
    public long Limit(long from, long end) =>
        spec.EverySteps is { } steps ? Math.Min(end, ((from / steps) + 1) * steps) : end;

    /// <summary>Whether a checkpoint is due after some steps.</summary>
    public bool IsDue(long steps) =>
        (spec.EverySteps is { } every && steps % every == 0)
        || (Seconds is { } seconds && time.GetElapsedTime(_lastAt).TotalSeconds >= seconds);

    /// <summary>A checkpoint was made, or tried.</summary>
    public void Restart() => _lastAt = time.GetTimestamp();
}

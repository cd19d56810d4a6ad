using System.Diagnostics;
using Granary.Grains.Records;
using Granary.Grains.Telemetry;

namespace Granary.Grains.Training;

/// <summary>Times a job's recovery: from the moment a loss was noticed to the end of the next span, whatever else is lost meanwhile.</summary>
internal sealed class RecoveryTimer(string jobId, JobJournal journal)
{
    private DateTimeOffset? _began;

    /// <summary>A loss was noticed.</summary>
    public void Begin()
    {
        journal.Metrics.CountRecovery();
        _began ??= DateTimeOffset.UtcNow;
    }

    /// <summary>The job has taken a span. Does nothing unless it was recovering.</summary>
    public void End()
    {
        if (_began is not { } began)
        {
            return;
        }

        _began = null;
        journal.Metrics.RecordRecovery(DateTimeOffset.UtcNow - began);
        GranaryTelemetry.Source
            .StartActivity(ActivityKind.Internal, startTime: began, name: "recovery")
            ?.AddTag(GranaryTelemetry.JobTag, jobId)
            .Dispose();
    }
}

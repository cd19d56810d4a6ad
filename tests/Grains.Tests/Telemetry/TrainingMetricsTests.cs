using System.Diagnostics.Metrics;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Telemetry;

namespace Granary.Grains.Tests.Telemetry;

public sealed class TrainingMetricsTests : IDisposable
{
    private readonly TrainingMetrics _metrics = TestMetrics.Create();
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, List<double>> _seen = [];

    public TrainingMetricsTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == _metrics.Meter)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public void Counters_BeforeAnythingHappened_AreThereWithZero()
    {
        _listener.RecordObservableInstruments();

        Assert.Equal([0], _seen["granary.steps"]);
        Assert.Equal([0], _seen["granary.recoveries"]);
        Assert.Equal([0], _seen["granary.checkpoint.failures"]);
        Assert.Equal([0], _seen["granary.jobs.stopped failed"]);
        Assert.Equal([0], _seen["granary.jobs running"]);
    }

    [Fact]
    public void RecordSpan_TenStepsInASecond_TellsTheirMeanDuration()
    {
        _metrics.RecordSpan(10, TimeSpan.FromSeconds(1));
        _listener.RecordObservableInstruments();

        Assert.Equal([10], _seen["granary.steps"]);
        Assert.Equal([0.1], _seen["granary.step.duration"]);
        Assert.Equal([1], _seen["granary.span.duration"]);
    }

    [Fact]
    public void Follow_UntilDisposed_CountsTheJobUnderItsState()
    {
        var state = JobState.Preparing;
        var job = _metrics.Follow(() => state);
        _listener.RecordObservableInstruments();
        state = JobState.Recovering;
        _listener.RecordObservableInstruments();
        job.Dispose();
        _listener.RecordObservableInstruments();

        Assert.Equal([1, 0, 0], _seen["granary.jobs preparing"]);
        Assert.Equal([0, 1, 0], _seen["granary.jobs recovering"]);
    }

    [Fact]
    public void SetQueue_UntilTheListIsElsewhere_TellsWhoWaits()
    {
        _listener.RecordObservableInstruments();
        Assert.DoesNotContain("granary.queue.jobs place", _seen);

        _metrics.SetQueue((3, 1));
        _listener.RecordObservableInstruments();
        _metrics.SetQueue(null);
        _listener.RecordObservableInstruments();

        Assert.Equal([3], _seen["granary.queue.jobs place"]);
        Assert.Equal([1], _seen["granary.queue.jobs memory"]);
    }

    [Fact]
    public void CountStop_OfAState_CountsThatOne()
    {
        _metrics.CountStop(JobState.Failed);
        _listener.RecordObservableInstruments();

        Assert.Equal([1], _seen["granary.jobs.stopped failed"]);
        Assert.Equal([0], _seen["granary.jobs.stopped completed"]);
    }

    [Fact]
    public void RecordSpan_ManyTimes_AllocatesNothing()
    {
        _listener.Dispose();
        _metrics.RecordSpan(10, TimeSpan.FromSeconds(1));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            _metrics.RecordSpan(10, TimeSpan.FromSeconds(1));
            _metrics.RecordWorker(TimeSpan.FromSeconds(1), 100);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = tags.IsEmpty ? instrument.Name : $"{instrument.Name} {tags[0].Value}";
        (_seen.TryGetValue(key, out var values) ? values : _seen[key] = []).Add(value);
    }
}

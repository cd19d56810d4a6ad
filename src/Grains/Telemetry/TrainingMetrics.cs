using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Grains.Telemetry;

/// <summary>What a silo counts and times while it trains.</summary>
/// <remarks>
/// Whoever coordinates a job counts its steps, so that the sum over all silos is right however many silos the job is on. Durations are recorded once a
/// span, not once a step: a step may take 60 microseconds, and nothing is added to it. Counters are fields that are read when somebody looks, so
/// they are there, with 0, before the first event.
/// </remarks>
internal sealed class TrainingMetrics
{
    private static readonly InstrumentAdvice<double> StepBuckets = Buckets(
        0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10);

    private static readonly InstrumentAdvice<double> LongBuckets = Buckets(
        0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300);

    private static readonly JobState[] AtWork = [JobState.Preparing, JobState.Running, JobState.Recovering];

    private static readonly JobState[] AtRest =
        [JobState.Completed, JobState.Failed, JobState.Cancelled, JobState.Paused, JobState.Quarantined];

    private readonly ConcurrentDictionary<object, Func<JobState>> _jobs = new();
    private readonly long[] _stopped = new long[Enum.GetValues<JobState>().Length];
    private readonly Histogram<double> _stepDuration;
    private readonly Histogram<double> _spanDuration;
    private readonly Histogram<double> _waitDuration;
    private readonly Histogram<double> _recoveryDuration;
    private readonly Histogram<double> _checkpointDuration;
    private long _steps;
    private long _gradientBytes;
    private long _recoveries;
    private long _checkpointBytes;
    private long _checkpointFailures;
    private (long Place, long Memory)? _queue;

    /// <summary>Makes the instruments.</summary>
    /// <param name="meters">Makes the meter.</param>
    public TrainingMetrics(IMeterFactory meters)
    {
        Meter = meters.Create(GranaryTelemetry.Name);
        Count("granary.steps", "{step}", "Steps that jobs took.", () => Read(ref _steps));
        Count("granary.exchange.gradients", "By", "Gradients that workers gave to other silos, sent or shared.", () => Read(ref _gradientBytes));
        Count("granary.recoveries", "{recovery}", "How often jobs went back to a checkpoint because a silo was lost.", () => Read(ref _recoveries));
        Count("granary.checkpoint.io", "By", "Bytes of the checkpoints that were committed.", () => Read(ref _checkpointBytes));
        Count("granary.checkpoint.failures", "{checkpoint}", "Checkpoints that could not be made.", () => Read(ref _checkpointFailures));
        Meter.CreateObservableCounter("granary.jobs.stopped", ReadStopped, "{job}", "Jobs that came to rest, by the state that they are in then.");
        Meter.CreateObservableUpDownCounter("granary.jobs", ReadJobs, "{job}", "Jobs at work that this silo coordinates, by state.");
        Meter.CreateObservableUpDownCounter("granary.queue.jobs", ReadQueue, "{job}", "Jobs that wait, by what they wait for; told by the silo that keeps the list of jobs.");
        _stepDuration = Time("granary.step.duration", "The mean duration of a span's steps, once a span.", StepBuckets);
        _spanDuration = Time("granary.span.duration", "The duration of a span of steps.", LongBuckets);
        _waitDuration = Time("granary.wait.duration", "How long a worker waited for weights in a span.", LongBuckets);
        _recoveryDuration = Time("granary.recovery.duration", "From the moment a job's loss was noticed to the end of its next span.", LongBuckets);
        _checkpointDuration = Time("granary.checkpoint.duration", "From the copy in memory to the commitment of a checkpoint.", LongBuckets);

        void Count(string name, string unit, string description, Func<long> read) => Meter.CreateObservableCounter(name, read, unit, description);

        Histogram<double> Time(string name, string description, InstrumentAdvice<double> buckets) =>
            Meter.CreateHistogram(name, "s", description, tags: null, buckets);
    }

    /// <summary>The meter.</summary>
    public Meter Meter { get; }

    /// <summary>Shows a job among those at work, until it is disposed of.</summary>
    /// <param name="state">Where the job stands; any thread may ask.</param>
    public IDisposable Follow(Func<JobState> state) => new Followed(_jobs, state);

    /// <summary>A job has taken a span.</summary>
    public void RecordSpan(long steps, TimeSpan duration)
    {
        Interlocked.Add(ref _steps, steps);
        _stepDuration.Record(duration.TotalSeconds / steps);
        _spanDuration.Record(duration.TotalSeconds);
    }

    /// <summary>A worker of this silo has come to the end of its span.</summary>
    public void RecordWorker(TimeSpan waiting, long gradientBytes)
    {
        Interlocked.Add(ref _gradientBytes, gradientBytes);
        _waitDuration.Record(waiting.TotalSeconds);
    }

    /// <summary>A job has lost a silo.</summary>
    public void CountRecovery() => Interlocked.Increment(ref _recoveries);

    /// <summary>A job trains again after a loss.</summary>
    public void RecordRecovery(TimeSpan duration) => _recoveryDuration.Record(duration.TotalSeconds);

    /// <summary>A checkpoint was committed.</summary>
    public void RecordCheckpoint(long bytes, TimeSpan duration)
    {
        Interlocked.Add(ref _checkpointBytes, bytes);
        _checkpointDuration.Record(duration.TotalSeconds);
    }

    /// <summary>A checkpoint could not be made.</summary>
    public void CountCheckpointFailure() => Interlocked.Increment(ref _checkpointFailures);

    /// <summary>A job has come to rest.</summary>
    public void CountStop(JobState state) => Interlocked.Increment(ref _stopped[(int)state]);

    /// <summary>Tells how many jobs wait, for a place and for memory; null when this silo no longer keeps the list of jobs.</summary>
    public void SetQueue((long Place, long Memory)? waiting)
    {
        lock (_stopped)
        {
            _queue = waiting;
        }
    }

    private static long Read(ref long counter) => Interlocked.Read(ref counter);

    private static InstrumentAdvice<double> Buckets(params double[] bounds) => new() { HistogramBucketBoundaries = bounds };

    private static Measurement<long> Of(JobState state, long count) => new(count, new KeyValuePair<string, object?>("state", state.Name()));

    private IEnumerable<Measurement<long>> ReadStopped() => AtRest.Select(s => Of(s, Read(ref _stopped[(int)s])));

    private IEnumerable<Measurement<long>> ReadQueue()
    {
        lock (_stopped)
        {
            return _queue is not { } queue ? []
                : [new(queue.Place, new KeyValuePair<string, object?>("reason", "place")), new(queue.Memory, new KeyValuePair<string, object?>("reason", "memory"))];
        }
    }

    private IEnumerable<Measurement<long>> ReadJobs()
    {
        var states = _jobs.Values.Select(state => state()).ToArray();
        return AtWork.Select(s => Of(s, states.Count(state => state == s)));
    }

    private sealed class Followed : IDisposable
    {
        private readonly ConcurrentDictionary<object, Func<JobState>> _jobs;

        public Followed(ConcurrentDictionary<object, Func<JobState>> jobs, Func<JobState> state)
        {
            _jobs = jobs;
            _jobs[this] = state;
        }

        public void Dispose() => _jobs.TryRemove(this, out _);
    }
}

using Granary.Formulas.Schedules;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Models;
using Granary.Grains.Interfaces.Workers;
using Granary.Grains.Mapping;
using Granary.Numerics.Sharding;
using Granary.Numerics.Training;

namespace Granary.Grains.Records;

/// <summary>What a coordinator knows of its job's way so far, and how it tells it.</summary>
internal sealed class JobProgress
{
    private readonly JobSpec _spec;
    private readonly string _jobId;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _submittedAt;
    private readonly BatchSchedule _schedule;
    private readonly bool _isClassification;
    private readonly TreeNode _root;
    private readonly EpochMetrics _metrics;
    private readonly LossHistory _history = new();
    private readonly EvaluationHistory _validations = new();
    private readonly EvaluationHistory _tests = new();
    private readonly EarlyStopping? _stopping;
    private readonly SpeedMeter _speed = new();
    private DateTimeOffset? _endedAt;
    private DateTimeOffset? _pausedAt;

    // Set while it is being written down; users are told when it has been.
    private (JobState State, string? Error, DateTimeOffset At)? _end;
    private double? _testLoss;
    private double? _testAccuracy;
    private int[]? _confusion;
    private OutputMetrics[] _testOutputs = [];
    private long? _evaluatedAt;
    private TimeSpan _evaluating;
    private Evaluation? _validation;

    public JobProgress(string jobId, JobSpec spec, BatchSchedule schedule, bool isClassification, DateTimeOffset submittedAt, TimeProvider time)
    {
        _jobId = jobId;
        _spec = spec;
        _schedule = schedule;
        _isClassification = isClassification;
        _time = time;
        _submittedAt = submittedAt;
        _root = new TreeNode(System.Numerics.BitOperations.Log2((uint)spec.Shards), 0);
        _metrics = new EpochMetrics(schedule.StepsPerEpoch);
        Plateau = spec.Schedule is { Name: ScheduleKind.Plateau } plateau ? new Plateau(plateau, spec.Optimizer.LearningRate) : null;
        _stopping = spec.EarlyStopping is { } stopping ? new EarlyStopping(stopping) : null;
    }

    public string JobId => _jobId;

    public JobState State { get; set; } = JobState.Preparing;

    /// <summary>Why it waits for memory; null when it does not.</summary>
    public string? Lack { get; set; }

    public JobFacts? Facts { get; set; }

    public string? Error { get; private set; }

    public string? WeightsHash { get; set; }

    public long Steps { get; private set; }

    /// <summary>Whether the steps are done: all of them, or those after which the job stops early.</summary>
    public bool IsAtItsEnd => Steps >= _schedule.TotalSteps || HasStoppedEarly;

    /// <summary>Whether it stops before its length, because it did not become better.</summary>
    public bool HasStoppedEarly => _stopping is { HasStopped: true };

    /// <summary>Whether the validation rows are to be evaluated now: at each epoch's end, and at the job's.</summary>
    public bool IsValidationDue => _spec.Data.Validation is not null
        && Steps > 0
        && _validation?.Step != Steps
        && (Steps % _schedule.StepsPerEpoch == 0 || Steps == _schedule.TotalSteps);

    /// <summary>The best evaluation so far, where the job may stop early; null before the first.</summary>
    public BestSoFar? Best => _stopping?.Best;

    /// <summary>The step whose weights the job is to have in the end, as it looks now; null where it is to have the last ones.</summary>
    public long? BestStepToRestore => _spec.EarlyStopping is { RestoreBest: true } ? Best?.Step : null;

    /// <summary>The learning rate, where it falls by evaluations; otherwise null.</summary>
    public Plateau? Plateau { get; }

    public int Recoveries { get; set; }

    public long? CheckpointedAt { get; set; }

    /// <summary>How long it stood still, paused or ended, before it was resumed.</summary>
    public TimeSpan StoodFor { get; set; }

    /// <summary>Why the last checkpoint could not be made; null when it could.</summary>
    public string? CheckpointFault { get; set; }

    /// <summary>The model that was kept at the end.</summary>
    public ModelFacts? Model { get; set; }

    /// <summary>Why none could be kept; null when it could.</summary>
    public string? ModelFault { get; set; }

    /// <summary>What each worker did in the last span.</summary>
    public WorkerStatus[] Workers { get; set; } = [];

    public bool HasEnded => _endedAt is not null;

    /// <summary>Whether its end is being written down.</summary>
    public bool IsEnding => _end is not null;

    public DateTimeOffset? EndedAt => _endedAt;

    /// <summary>What was seen so far.</summary>
    public ProgressSnapshot Snapshot() => new()
    {
        Steps = Steps,
        Epoch = _metrics.Epoch,
        LastEpoch = _metrics.LastEpoch,
        History = _history.Snapshot(),
        TestLoss = _testLoss,
        TestAccuracy = _testAccuracy,
        Confusion = _confusion,
        TestOutputs = _testOutputs,
        EvaluatedAt = _evaluatedAt,
        Validation = _validation,
        Best = Best,
        Plateau = Plateau?.State,
        Validations = _validations.Snapshot(),
        Tests = _tests.Snapshot(),
        StepsPerSecond = _speed.StepsPerSecond,
        RowsPerSecond = _speed.RowsPerSecond,
        Evaluating = _evaluating,
    };

    /// <summary>Stands still from now on.</summary>
    public void Pause()
    {
        State = JobState.Paused;
        _pausedAt = _time.GetUtcNow();
    }

    /// <summary>Waits for its turn from now on.</summary>
    public void Queue()
    {
        State = JobState.Queued;
        _pausedAt = _time.GetUtcNow();
    }

    /// <summary>Stands still from now on, because silos were lost while the job started.</summary>
    /// <param name="reason">What users are told.</param>
    public void Quarantine(string reason)
    {
        State = JobState.Quarantined;
        Error = reason;
        _pausedAt = _time.GetUtcNow();
    }

    /// <summary>Stands still no more, paused or ended as it may have been.</summary>
    public void StandNoMore()
    {
        StoodFor += (_endedAt ?? _pausedAt) is { } since ? _time.GetUtcNow() - since : TimeSpan.Zero;
        (_endedAt, _pausedAt) = (null, null);
    }

    /// <summary>Goes back, or on, to what had been seen at another moment. The job has not ended then.</summary>
    public void Restore(ProgressSnapshot snapshot)
    {
        Steps = snapshot.Steps;
        _metrics.Restore(snapshot.Epoch, snapshot.LastEpoch);
        _history.Restore(snapshot.History);
        _testLoss = snapshot.TestLoss;
        _testAccuracy = snapshot.TestAccuracy;
        _confusion = snapshot.Confusion;
        _testOutputs = snapshot.TestOutputs;
        _evaluatedAt = snapshot.EvaluatedAt;
        _validation = snapshot.Validation;
        _stopping?.Restore(snapshot.Best);
        Plateau?.Restore(snapshot.Plateau);
        _validations.Restore(snapshot.Validations);
        _tests.Restore(snapshot.Tests);
        _evaluating = snapshot.Evaluating;
        _speed.Restore(snapshot.StepsPerSecond, snapshot.RowsPerSecond);
        (_endedAt, _end) = (null, null);
        Error = null;
        WeightsHash = null;
    }

    /// <summary>Writes down all that the record keeps of it.</summary>
    public void CopyTo(JobRecord record)
    {
        record.State = _end?.State ?? State;
        record.Error = _end is { } end ? end.Error : Error;
        record.EndedAt = _end?.At ?? _endedAt;
        record.PausedAt = _pausedAt;
        record.StoodFor = StoodFor;
        record.WeightsHash = WeightsHash;
        record.Recoveries = Recoveries;
        record.Model = Model;
        record.ModelFault = ModelFault;
        record.Facts = Facts ?? record.Facts;
        record.Progress = Snapshot();
    }

    /// <summary>Stands still, paused or ended, as in another life of the coordinator.</summary>
    public void RestoreStanding(JobRecord record)
    {
        _pausedAt = record.PausedAt;
        State = record.State;
        Error = record.Error;
        WeightsHash = record.WeightsHash;
        _endedAt = record.EndedAt;
    }

    /// <summary>Takes the reports of a span, one from each worker, in the order of their shards.</summary>
    /// <returns>The first step whose loss is not a finite number; null when there is none.</returns>
    public long? Record(SpanReport[] reports, TreeNode[] nodes, TimeSpan duration)
    {
        var steps = reports.Min(r => r.Steps);
        var sums = new double[nodes.Length];
        var first = Steps;
        long rows = 0;
        for (var i = 0; i < steps; i++)
        {
            var loss = LossOf(i, reports, nodes, sums);
            var correct = _isClassification ? reports.Sum(r => r.Correct[i]) : 0;
            var rowsInStep = _schedule.RowsIn(Steps);
            _metrics.Add(Steps, loss, correct, rowsInStep);
            _history.Add(Steps, loss, rowsInStep);
            rows += rowsInStep;
            if (!double.IsFinite(loss))
            {
                return Steps;
            }

            Steps++;
        }

        _speed.Add(Steps - first, rows, duration);
        return null;
    }

    /// <summary>Takes the reports of an evaluation of the test rows, one from each worker that took part, in the order of their blocks.</summary>
    /// <param name="reports">The reports.</param>
    /// <param name="duration">How long it took.</param>
    public void RecordTest(EvaluationReport[] reports, TimeSpan duration)
    {
        var result = EvaluationOutcome.Of(reports, Facts!, Facts!.TestRows);
        _evaluating += duration;
        (_testLoss, _testAccuracy, _confusion, _testOutputs) = (result.Loss, result.Accuracy, result.Confusion, result.Outputs);
        _evaluatedAt = Steps;
        _tests.Add(result.After(Steps));
    }

    /// <summary>Takes those of an evaluation of the validation rows.</summary>
    /// <param name="reports">The reports.</param>
    /// <param name="duration">How long it took.</param>
    public void RecordValidation(EvaluationReport[] reports, TimeSpan duration)
    {
        _evaluating += duration;
        _validation = EvaluationOutcome.Of(reports, Facts!, Facts!.ValidationRows).After(Steps);
        _validations.Add(_validation);
        _stopping?.Look(_validation);
        Plateau?.Look(_validation);
    }

    /// <summary>Has the job end in what is written down from now on. Users see no end before <see cref="ShowEnd"/>.</summary>
    public void End(JobState state, string? error)
    {
        StandNoMore();
        _end = (state, error, _time.GetUtcNow());
    }

    /// <summary>Has the job end for its users too, since the end cannot be lost any more.</summary>
    public void ShowEnd()
    {
        (State, Error, _endedAt) = _end!.Value;
        _end = null;
    }

    public JobHistory ToHistory()
    {
        var losses = _history.ToArray();
        return new JobHistory
        {
            Losses = losses,
            LearningRates = [.. losses.Select(p => _spec.ToRates(Plateau?.RateAt(p.Step)).At(p.Step))],
            Validations = _validations.ToArray(),
            Tests = _tests.ToArray(),
        };
    }

    public JobStatus ToStatus()
    {
        var stepsPerSecond = _speed.StepsPerSecond;
        return new JobStatus
        {
            JobId = _jobId,
            Spec = _spec,
            State = State,
            Error = Error,
            Facts = Facts,
            Steps = Steps,
            Epochs = (int)(Steps / _schedule.StepsPerEpoch),
            TrainLoss = _metrics.Loss,
            TrainAccuracy = _isClassification ? _metrics.Accuracy : null,
            TestLoss = _testLoss,
            TestAccuracy = _testAccuracy,
            EvaluatedAt = _evaluatedAt,
            StepsPerSecond = stepsPerSecond,
            SamplesPerSecond = _speed.RowsPerSecond,
            Elapsed = (_endedAt ?? _pausedAt ?? _time.GetUtcNow()) - _submittedAt - StoodFor,
            Evaluating = _evaluating,
            Remaining = HasEnded || stepsPerSecond == 0
                ? null
                : TimeSpan.FromSeconds(Math.Min((_schedule.TotalSteps - Steps) / stepsPerSecond, TimeSpan.MaxValue.TotalSeconds / 2)),
            WeightsHash = WeightsHash,
            Confusion = _confusion,
            TestOutputs = _testOutputs,
            History = _history.ToArray(LossHistory.MostShown),
            Validation = _validation,
            BestStep = Best?.Step,
            HasStoppedEarly = HasStoppedEarly,
            SubmittedAt = _submittedAt,
            Recoveries = Recoveries,
            Workers = Workers,
            CheckpointedAt = CheckpointedAt,
            CheckpointFault = CheckpointFault,
            Model = Model,
            ModelFault = ModelFault,
            Waiting = Lack,
            EndedAt = _endedAt,
        };
    }

    private double LossOf(int step, SpanReport[] reports, TreeNode[] nodes, double[] sums)
    {
        var next = 0;
        foreach (var report in reports)
        {
            report.Losses.AsSpan(step * report.Nodes, report.Nodes).CopyTo(sums.AsSpan(next));
            next += report.Nodes;
        }

        return ShardSums.OfNodes(_root, nodes, sums);
    }
}

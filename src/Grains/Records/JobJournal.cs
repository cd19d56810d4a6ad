using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Telemetry;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Granary.Grains.Records;

/// <summary>A job's record, its events and what is counted of it. Writes one after the other, each a compare-and-swap.</summary>
internal sealed partial class JobJournal(IPersistentState<JobRecord> state, TimeProvider time, TrainingMetrics metrics, ILogger log)
{
    private const int MaxEvents = 1000;

    // Of the kind that comes again and again while all is well, and would push the others out.
    private const int MaxCheckpointed = 100;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _writing = new(1);
    private Task _ending = Task.CompletedTask;
    private long _endNumber;

    public JobRecord Record => state.State;

    /// <summary>What is counted and timed of all jobs.</summary>
    public TrainingMetrics Metrics => metrics;

    /// <summary>What is known of the job's way; set once it was accepted.</summary>
    public JobProgress? Progress { get; set; }

    /// <summary>The events that users may see: all but that of an end which is not stored yet.</summary>
    public IEnumerable<JobEvent> Events => _ending.IsCompletedSuccessfully ? Record.Events : Record.Events.Where(e => e.Number < _endNumber);

    /// <summary>Adds an event. It is kept with the next <see cref="Save"/>.</summary>
    public void Tell(JobEventKind kind, string message, string? silo = null)
    {
        var events = Record.Events;
        events.Add(new JobEvent
        {
            Number = events.Count == 0 ? 1 : events[^1].Number + 1,
            At = time.GetUtcNow(),
            Kind = kind,
            Step = Progress!.Steps,
            Silo = silo,
            Message = message,
        });
        if (kind == JobEventKind.Checkpointed && events.Count(e => e.Kind == kind) > MaxCheckpointed)
        {
            events.RemoveAt(events.FindIndex(e => e.Kind == kind));
        }

        if (events.Count > MaxEvents)
        {
            events.RemoveAt(0);
        }
    }

    /// <summary>Tells that a checkpoint could not be made: in an event, in the job's status and, the first time in a row, in the silo's log.</summary>
    public void TellCheckpointFault(string message)
    {
        if (Progress!.CheckpointFault is null)
        {
            LogCheckpointFault(log, Progress.JobId, message);
        }

        Progress.CheckpointFault = message;
        metrics.CountCheckpointFailure();
        Tell(JobEventKind.CheckpointFailed, message + " Training goes on.");
    }

    /// <summary>Tells that the model was kept, or why it was not.</summary>
    public void TellModel(string? fault)
    {
        Progress!.ModelFault = fault;
        if (fault is null)
        {
            Tell(JobEventKind.ModelKept, $"The model of step {Progress.Model!.Steps} is kept: {Explanations.Bytes(Progress.Model.Bytes)}.");
            return;
        }

        LogModelFault(log, Progress.JobId, fault);
        Tell(JobEventKind.ModelNotKept, $"The model was not kept. {fault} Resume the job from a checkpoint (--from) when that is mended.");
    }

    /// <summary>Writes the record, with the progress as it is now.</summary>
    /// <exception cref="Orleans.Storage.InconsistentStateException">Another coordinator of this job has written meanwhile.</exception>
    public async Task Save()
    {
        await _writing.WaitAsync();
        try
        {
            Progress?.CopyTo(Record);
            await state.WriteStateAsync();
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>
    /// Writes the record, and tries again for as long as the storage does not take it: a job outlives a restart of its database, or
    /// a full disk. A write that was taken although it seemed to fail ends in the exception.
    /// </summary>
    /// <exception cref="InconsistentStateException">Another coordinator of this job has written meanwhile, or this one has.</exception>
    public async Task SaveUntilTaken()
    {
        for (var wait = FirstWait; ; wait = wait < LongestWait ? 2 * wait : LongestWait)
        {
            try
            {
                await Save();
                return;
            }
            catch (Exception e) when (e is not InconsistentStateException)
            {
                LogCannotWrite(log, Progress!.JobId, Reason(e));
                await Task.Delay(wait);
            }
        }
    }

    /// <summary>
    /// Has the job end, and writes that down, whenever the storage takes it. Users are told only then: a cluster that was killed after
    /// somebody saw the end must not take the job up again.
    /// </summary>
    /// <param name="state">How it ends.</param>
    /// <param name="error">Why it failed; null when it did not.</param>
    /// <exception cref="InconsistentStateException">Another coordinator of this job has written meanwhile, or this one has.</exception>
    public Task End(JobState state, string? error = null) => _ending = _ending.IsCompleted ? WriteEnd(state, error) : _ending;

    /// <summary>What the storage said, without what Orleans says around it.</summary>
    public static string Reason(Exception e) => (e.InnerException ?? e).Message;

    private async Task WriteEnd(JobState state, string? error)
    {
        Progress!.End(state, error);
        Tell(JobEventKind.Ended, error ?? $"The job is {state.Name()}.");
        _endNumber = Record.Events[^1].Number;
        await SaveUntilTaken();
        Progress.ShowEnd();
        metrics.CountStop(state);
    }

    [LoggerMessage(1, LogLevel.Warning, "The record of job {Job} cannot be written; the job waits until it can. {Reason}")]
    private static partial void LogCannotWrite(ILogger log, string job, string reason);

    [LoggerMessage(3, LogLevel.Warning, "The model of job {Job} was not kept. {Reason}")]
    private static partial void LogModelFault(ILogger log, string job, string reason);

    [LoggerMessage(2, LogLevel.Warning, "Job {Job} gets no checkpoints, and would lose what it does now if silos were lost. {Reason}")]
    private static partial void LogCheckpointFault(ILogger log, string job, string reason);
}

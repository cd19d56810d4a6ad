using Granary.Grains.Coordination.State;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Grains.Coordination;

/// <summary>A job's record and its events. Writes one after the other, each a compare-and-swap.</summary>
internal sealed class JobJournal(IPersistentState<JobRecord> state, TimeProvider time)
{
    private const int MaxEvents = 1000;

    private readonly SemaphoreSlim _writing = new(1);

    public JobRecord Record => state.State;

    /// <summary>What is known of the job's way; set once it was accepted.</summary>
    public JobProgress? Progress { get; set; }

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
        if (events.Count > MaxEvents)
        {
            events.RemoveAt(0);
        }
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
}

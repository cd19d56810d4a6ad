using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Records;

namespace Granary.Grains.Jobs;

/// <summary>A job's turn in the queue, as its coordinator sees it: the list of jobs says when it comes.</summary>
/// <param name="id">The job's id.</param>
/// <param name="journal">Its record.</param>
/// <param name="grains">To reach the list.</param>
internal sealed class JobTurn(string id, JobJournal journal, IGrainFactory grains)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Whether the job waits for its turn.</summary>
    public bool IsQueued => journal.Progress is { State: JobState.Queued, IsEnding: false };

    private IJobListGrain List => grains.GetGrain<IJobListGrain>(0);

    /// <summary>Puts the job in line, unless it is there.</summary>
    /// <returns>Whether its turn has come.</returns>
    public Task<bool> Enter() => List.Enter(id, journal.Record.Spec!.Priority);

    /// <summary>
    /// Tells the list that the job has ended, or stands still. Where the list is not there, it has the job woken again, which is when this is made up for.
    /// </summary>
    public async Task Tell()
    {
        try
        {
            await (journal.Progress! switch
            {
                { HasEnded: true } => List.Leave(id, hasEnded: true),
                { State: JobState.Paused or JobState.Quarantined } => List.Leave(id, hasEnded: false),
                { State: JobState.Queued } => List.GiveWay(id),
                _ => Task.CompletedTask,
            });
        }
        catch (Exception)
        {
        }
    }

    /// <summary>Why the job waits.</summary>
    public async Task<string> Explain()
    {
        try
        {
            return await List.ExplainWait(id).WaitAsync(Patience) ?? "it starts in a moment";
        }
        catch (Exception)
        {
            return "the list of jobs does not answer";
        }
    }

    /// <summary>Tells users that the job waits, if it does.</summary>
    public async Task TellIfQueued()
    {
        if (IsQueued)
        {
            journal.Tell(JobEventKind.Queued, $"It waits for its turn: {await Explain()}.");
            await journal.Save();
        }
    }
}

using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Records;

namespace Granary.Grains.Training;

/// <summary>
/// Sees to it that no job takes the cluster down again and again: one during whose start silos were lost twice in a row is to be quarantined.
/// </summary>
/// <remarks>
/// A start lasts from the moment a generation is raised to the end of its first span: whatever a job does, it has done once by then. Silos that are
/// lost later are not held against the job.
/// <para>
/// When a silo is lost, all jobs that were starting on it are suspects, and nobody knows which of them it was. So a suspect starts alone: the list
/// of jobs lets it begin when no other job is starting, and lets no other one begin meanwhile (<see cref="Jobs.StartTurns"/>). What is lost
/// then is this job's doing, and innocent suspects prove themselves one after the other.
/// </para>
/// </remarks>
internal sealed class StartGuard(string jobId, JobJournal journal, IGrainFactory grains)
{
    /// <summary>How many lost starts in a row are too many.</summary>
    public const int MostLost = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    private JobRecord Record => journal.Record;

    private IJobListGrain List => grains.GetGrain<IJobListGrain>(0);

    /// <summary>Counts a start that was lost.</summary>
    /// <returns>Whether these were too many in a row.</returns>
    public static bool CountLoss(JobRecord record)
    {
        // Once: who starts next says so again.
        record.LostStarts += record.IsUnproven ? 1 : 0;
        record.IsUnproven = false;
        return record.LostStarts >= MostLost;
    }

    /// <summary>Waits until this job may start. The start is on record with the next generation.</summary>
    /// <param name="isWanted">Whether it still is to start.</param>
    /// <returns>False when it is not.</returns>
    public async Task<bool> Begin(Func<bool> isWanted)
    {
        while (!await TryBegin())
        {
            if (!isWanted())
            {
                return false;
            }

            await Task.Delay(Patience);
        }

        return true;
    }

    /// <summary>Begins a start if this job may start now.</summary>
    public async Task<bool> TryBegin()
    {
        try
        {
            if (!await List.BeginStart(jobId, isSuspect: Record.LostStarts > 0))
            {
                return false;
            }
        }
        catch (Exception)
        {
            // The list is lost, or cannot be read at the moment. That says nothing about this job.
            return false;
        }

        Record.IsUnproven = true;
        return true;
    }

    /// <summary>The first span is complete, and on record. Does nothing later on.</summary>
    public async Task Succeed()
    {
        if (Record.IsUnproven)
        {
            Record.IsUnproven = false;
            Record.LostStarts = 0;
            await journal.SaveUntilTaken();
            await End();
        }
    }

    /// <summary>Lets others start, even if it was a coordinator before this one that began.</summary>
    public async Task End()
    {
        try
        {
            await List.EndStart(jobId);
        }
        catch (Exception)
        {
            // A new list knows of no starts.
        }
    }

    /// <summary>
    /// Whether a loss is one too many. Where grains were told to forget the job, no silo was lost. A silo that stands still looks, until it is
    /// declared dead, as one that others do not reach.
    /// </summary>
    public bool IsLostTooOften(Exception e) => e is not RefusedException && CountLoss(Record);

    /// <summary>What users are told.</summary>
    public string WhyQuarantined() =>
        $"Silos were lost or stood still {MostLost} times in a row while this job started, so it was set aside to keep the cluster up. See what happened "
        + $"with: granary logs {jobId}. Look at the silos' logs and memory, then go on with: granary resume {jobId}";
}

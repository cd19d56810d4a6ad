using System.Diagnostics;
using Granary.Grains.Assignments;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Layers;
using Granary.Grains.Interfaces.Workers;
using Granary.Grains.Mapping;
using Granary.Grains.Membership;
using Granary.Grains.Records;
using Granary.Numerics.Sharding;

namespace Granary.Grains.Generations;

/// <summary>Makes a job's generations: finds the silos, raises the generation, says where weights come from, and tells about it.</summary>
internal sealed class Assigner(string jobId, JobJournal journal, SiloRoster roster, IGrainFactory grains)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    // Memory that jobs give back is collected each time, which holds their silos up for a moment.
    private static readonly TimeSpan MemoryPatience = TimeSpan.FromSeconds(3);

    // How often it is looked whether who was left out can be assigned work now.
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(3);

    private readonly JobSpec _spec = journal.Record.Spec!;
    private SiloSurvey _survey = new([], [], []);
    private string[] _before = [];
    private Task<SiloSurvey>? _looking;
    private long _lookedAt;

    private IJobListGrain List => grains.GetGrain<IJobListGrain>(0);

    /// <summary>The job's schedule.</summary>
    public BatchSchedule Schedule { get; } = journal.Record.Spec!.ToSchedule(journal.Record.Facts!.TrainRows);

    /// <summary>The silos of the last assignment, and on how many of those that there are the job is fastest.</summary>
    public JobWidth Width { get; } = new(jobId, journal);

    /// <summary>Tells users what was assigned, and what was lost.</summary>
    public AssignmentNews News { get; } = new(journal, roster);

    /// <summary>
    /// Whether silos have come or left since the last assignment. One that was left out, because it did not answer or did not reach another
    /// one, comes when it does. Takes no time: the silos are asked while training goes on.
    /// </summary>
    public bool IsOutdated => !roster.Members.SequenceEqual(_survey.Members) || (!_survey.IsComplete && HaveMoreCome());

    /// <summary>Makes a generation, not yet prepared.</summary>
    /// <param name="previous">The one to take over from, or null.</param>
    /// <param name="checkpoint">The checkpoint to start from when there is none to take over from, or null.</param>
    /// <param name="isWanted">Whether to wait for silos to assign work to, where there are none.</param>
    /// <returns>The generation; null when there is no silo to assign work to, and it is not wanted any more.</returns>
    public async Task<AssignedGrains?> Make(AssignedGrains? previous, JobCheckpoint? checkpoint, Func<bool> isWanted)
    {
        _before = [.. _survey.Silos.Select(s => s.Address)];

        // A generation that is taken over from is there already; whether a new one fits beside it is not looked at.
        while ((_survey = await roster.Survey()).Silos.Length == 0 || (previous is null && await IsWithoutMemory()))
        {
            if (!isWanted())
            {
                await TellLack(null);
                return null;
            }

            await Task.Delay(journal.Progress!.Lack is null ? Patience : MemoryPatience);
        }

        await TellLack(null);
        Width.Choose(_survey.Silos, await FindHome(), isTakenOver: previous is not null);
        (_looking, _lookedAt) = (null, Stopwatch.GetTimestamp());
        var record = journal.Record;
        record.Generation++;
        record.IsHandedOver = false;
        await journal.SaveUntilTaken();
        var data = new DataFacts(record.Facts!.TrainRows, record.Facts.TestRows, _spec.Network.Dimensions[0], record.Facts.Classes, record.DataHash, record.Facts.ValidationRows);
        var assignment = JobAssignment.Make(
            jobId, _spec, data, record.Cut, record.Generation, Width.InUse, Origins(previous, checkpoint));
        return new AssignedGrains(
            record.Generation, assignment, _survey.Members, grains, (silo, message) => journal.Tell(JobEventKind.Slow, message, silo));
    }

    /// <summary>Tells what was assigned.</summary>
    /// <param name="next">The generation that is ready.</param>
    /// <param name="previous">The one that it took over from, or null.</param>
    /// <param name="workers">Its workers.</param>
    public void Tell(AssignedGrains next, AssignedGrains? previous, WorkerFacts[] workers)
    {
        News.Tell(next, previous, workers, _survey, _before);
        Width.Tell();
    }

    private async Task<bool> IsWithoutMemory()
    {
        if (Width.FindLack(_survey.Silos) is null)
        {
            return false;
        }

        await roster.CollectGarbage();
        _survey = await roster.Survey();
        if (_survey.Silos.Length == 0 || Width.FindLack(_survey.Silos) is not { } lack)
        {
            return _survey.Silos.Length == 0;
        }

        if (journal.Progress!.Lack is null)
        {
            journal.Tell(JobEventKind.Waiting, $"It waits for memory: {lack}");
        }

        await TellLack(lack);
        return true;
    }

    // The list is told as long as the job waits: another one might not know.
    private async Task TellLack(string? lack)
    {
        if (lack is null && journal.Progress!.Lack is null)
        {
            return;
        }

        journal.Progress!.Lack = lack;
        try
        {
            await List.WaitForMemory(jobId, lack is not null);
        }
        catch (Exception)
        {
            // It is not there at the moment. Then jobs that come later may get memory first.
        }
    }

    private async Task<string?> FindHome()
    {
        try
        {
            return await List.FindHome(jobId, journal.Record.Coordinator!);
        }
        catch (Exception)
        {
            // It is not there at the moment, and any silo will do.
            return null;
        }
    }

    private bool HaveMoreCome()
    {
        if (_looking is null && Stopwatch.GetElapsedTime(_lookedAt) >= Period)
        {
            _looking = roster.Survey();
        }

        if (_looking is not { IsCompleted: true } seen)
        {
            return false;
        }

        (_looking, _lookedAt) = (null, Stopwatch.GetTimestamp());
        return seen.IsCompletedSuccessfully && seen.Result.Silos.Length > _survey.Silos.Length;
    }

    private Func<SliceId, SliceOrigin> Origins(AssignedGrains? previous, JobCheckpoint? checkpoint)
    {
        if (previous is not null)
        {
            var keys = previous.Assignment.Slices.ToDictionary(s => new SliceId(s.Assignment.Layer, s.Assignment.Slice), s => s.Key);
            return id => new SliceOrigin
            {
                Version = journal.Progress!.Steps,
                LearningRate = journal.Progress.Plateau?.Rate,
                PreviousKey = keys[id],
                PreviousGeneration = previous.Number,
            };
        }

        if (checkpoint is null)
        {
            return _ => SliceOrigin.Initializer;
        }

        var files = checkpoint.Manifest.Entries.ToDictionary(e => new SliceId(e.Layer, e.Slice));
        return id => new SliceOrigin { Version = checkpoint.Manifest.Version, File = files[id], LearningRate = journal.Progress!.Plateau?.Rate };
    }
}

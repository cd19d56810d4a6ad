using Granary.Grains.Checkpoints;
using Granary.Grains.Generations;
using Granary.Grains.Interfaces.Checkpoints;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Models;
using Granary.Grains.Records;
using Granary.Grains.Stragglers;

namespace Granary.Grains.Training;

/// <summary>How a job comes to its end: complete, failed or cancelled, with what it leaves.</summary>
internal sealed class JobEnding(string jobId, JobJournal journal, Checkpointing checkpointing, JobModels models)
{
    private readonly JobProgress _progress = journal.Progress!;

    /// <summary>Whether all steps that were taken are in a checkpoint.</summary>
    public bool IsSaved => (checkpointing.Latest?.Manifest.Version ?? 0) == _progress.Steps;

    /// <summary>
    /// Has the job be complete, with the weights that a generation has: those of its last checkpoint or of its best one. A job whose model cannot be written ends all the same, since it can go back to its last
    /// checkpoint when there is room.
    /// </summary>
    public async Task Complete(AssignedGrains generation)
    {
        var hash = await generation.HashWeights();
        var step = _progress.BestStepToRestore ?? _progress.Steps;
        try
        {
            await models.Keep(step, hash);
            journal.TellModel(fault: null);
        }
        catch (CheckpointException e)
        {
            journal.TellModel(e.Message);
        }

        _progress.WeightsHash = hash;
        if (_progress.HasStoppedEarly)
        {
            journal.Tell(JobEventKind.StoppedEarly, Explanations.StoppedEarly(journal.Record.Spec!.EarlyStopping!, _progress.Best!));
        }

        await End(JobState.Completed);
    }

    /// <summary>Tells from which step the job will go on. Where the checkpoint could not be written, what has been done since the one before is done again.</summary>
    public string WhereToGoOn()
    {
        var version = checkpointing.Latest?.Manifest.Version ?? 0;
        return IsSaved
            ? $"It goes on from step {version}."
            : $"It goes on from step {version}, the last one of which there is a checkpoint: {_progress.Steps - version} steps are repeated then.";
    }

    /// <summary>Has the job fail because two silos computed different bits. Nobody knows which of the two is right, nor since when the other one is not.</summary>
    public async Task EndInDoubt(DisagreementException e)
    {
        await checkpointing.Settle();
        checkpointing.DropAfter(e.Step);
        var version = checkpointing.Latest?.Manifest.Version ?? 0;
        journal.Tell(JobEventKind.Disagreed, $"Silo {e.Other} computed the same shards with other bits. {e.Message}", e.Silo);
        await End(JobState.Failed, e.Explain(jobId, version));
    }

    /// <summary>Has the job end.</summary>
    public Task End(JobState state, string? error = null) => journal.End(state, error);
}

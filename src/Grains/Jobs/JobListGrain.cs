using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Jobs;
using Orleans.Placement;

namespace Granary.Grains.Jobs;

/// <summary>The list of jobs.</summary>
[PreferLocalPlacement, CollectionAgeLimit(AlwaysActive = true)]
internal sealed class JobListGrain(
    [PersistentState(JobListGrain.StateName, ClusterDefaults.Storage)] IPersistentState<JobListRecord> state, TimeProvider time) : Grain, IJobListGrain
{
    public const string StateName = "jobs";

    private readonly StartTurns _turns = new(time);

    private JobListRecord List => state.State;

    public async Task<string> NewId(string name)
    {
        var number = List.Numbers.GetValueOrDefault(name) + 1;
        List.Numbers[name] = number;
        await Save();
        return $"{name}-{number}";
    }

    public async Task Add(string jobId)
    {
        if (!List.Jobs.Contains(jobId))
        {
            List.Jobs.Add(jobId);
            List.Running.Add(jobId);
            await Save();
        }
    }

    public async Task SetRunning(string jobId, bool isRunning)
    {
        if (isRunning ? List.Running.Add(jobId) : List.Running.Remove(jobId))
        {
            await Save();
        }
    }

    public Task<string[]> ListRunning() => Task.FromResult(List.Running.ToArray());

    public Task<bool> BeginStart(string jobId, bool isSuspect) => Task.FromResult(_turns.Begin(jobId, isSuspect));

    public Task EndStart(string jobId)
    {
        _turns.End(jobId);
        return Task.CompletedTask;
    }

    // What was not written must not be taken for known when the call is repeated: another activation reads what is.
    private async Task Save()
    {
        try
        {
            await state.WriteStateAsync();
        }
        catch (Exception)
        {
            DeactivateOnIdle();
            throw;
        }
    }
}

/// <summary>What the list of jobs keeps.</summary>
[GenerateSerializer, Alias("granary.JobListRecord")]
internal sealed class JobListRecord
{
    /// <summary>For each name the last number that was given.</summary>
    [Id(0)]
    public Dictionary<string, int> Numbers { get; set; } = [];

    /// <summary>All accepted jobs, in their order.</summary>
    [Id(1)]
    public List<string> Jobs { get; set; } = [];

    /// <summary>Those that are to be kept running.</summary>
    [Id(2)]
    public HashSet<string> Running { get; set; } = [];
}

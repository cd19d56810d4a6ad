using Granary.Grains.Interfaces.Jobs;

namespace Granary.Grains.Jobs;

/// <summary>The list of jobs.</summary>
[CollectionAgeLimit(AlwaysActive = true)]
internal sealed class JobListGrain : Grain, IJobListGrain
{
    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<string> _jobs = [];

    public Task<string> NewId(string name)
    {
        var number = _numbers.GetValueOrDefault(name) + 1;
        _numbers[name] = number;
        return Task.FromResult($"{name}-{number}");
    }

    public Task Add(string jobId)
    {
        if (!_jobs.Contains(jobId))
        {
            _jobs.Add(jobId);
        }

        return Task.CompletedTask;
    }

    public Task<string[]> List() => Task.FromResult(_jobs.ToArray());
}

using Granary.Benchmarks.Faults.Clusters;
using Granary.Benchmarks.Faults.Planning;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Benchmarks.Faults.Measuring;

/// <summary>Many random faults over many jobs.</summary>
/// <param name="options">What was asked for.</param>
public sealed class LongRun(Options options) : IAsyncDisposable
{
    // With a checkpoint a second, a job comes on between two faults.
    private const double SecondsPerFault = 1;
    private const int MostJobsOfAPlan = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Reference _reference = new();
    private readonly Dictionary<(int Silos, bool IsSmall), long> _steps = [];

    public List<FaultResult> Faults { get; } = [];

    public List<JobResult> Jobs { get; } = [];

    /// <summary>Runs the jobs, one after the other.</summary>
    /// <param name="told">Called after each job.</param>
    public async Task Run(Action told)
    {
        foreach (var plan in JobPlan.Make(options.Seed, options.Jobs, options.Faults))
        {
            await using var cluster = new FaultCluster();
            await cluster.StartMany(plan.Silos);
            await RunPlan(cluster, plan, told);
        }
    }

    public ValueTask DisposeAsync() => _reference.DisposeAsync();

    // A job that ends before all its faults have happened is submitted once more, for the rest of them.
    private async Task RunPlan(FaultCluster cluster, JobPlan plan, Action told)
    {
        var spec = await MakeSpec(cluster, plan);
        var expected = await _reference.Hash(spec);
        var faults = new Queue<PlannedFault>(plan.Faults);
        for (var i = 0; i < MostJobsOfAPlan && (i == 0 || faults.Count > 0); i++)
        {
            Jobs.Add(await RunJob(cluster, plan, spec, expected, faults));
            told();
            if (Jobs[^1].Failure is not null)
            {
                return;
            }
        }
    }

    private async Task<JobSpec> MakeSpec(FaultCluster cluster, JobPlan plan)
    {
        var shape = (plan.Silos, plan.IsSmall);
        var spec = plan.IsSmall ? Planning.Jobs.Small : Planning.Jobs.Large;
        if (!_steps.TryGetValue(shape, out var steps))
        {
            var seconds = SecondsPerFault * ((options.Faults / options.Jobs) + 2);
            steps = _steps[shape] = await Reference.Measure(cluster, spec, seconds);
        }

        return spec with { Steps = steps };
    }

    private async Task<JobResult> RunJob(
        FaultCluster cluster, JobPlan plan, JobSpec spec, string expected, Queue<PlannedFault> faults)
    {
        var number = Jobs.Count + 1;
        var result = new JobResult(number, plan.Silos, string.Join('-', spec.Network.Dimensions), spec.Steps!.Value, 0, 0, false, null);
        try
        {
            var id = await cluster.Submit(spec);
            result = result with { Losses = await InjectAll(new Injector(cluster, id), number, spec.Steps!.Value, faults) };
            var status = await cluster.End(id, Patience);
            result = result with { Recoveries = status.Recoveries, IsHashRight = status.WeightsHash == expected };
            if (result.Recoveries != result.Losses)
            {
                Console.WriteLine(await cluster.Explain($"Job {number} went back {result.Recoveries} times for {result.Losses} losses.", id));
            }

            return FindFault(result, expected, status) is { } fault
                ? result with { Failure = await cluster.Explain($"The job {id}: {fault}.", id) }
                : result;
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException or OrleansException or IOException)
        {
            return result with { Failure = e.Message };
        }
    }

    // It may go back less often: a silo that holds no layers may be lost between two spans, and then nothing is repeated.
    private static string? FindFault(JobResult result, string expected, JobStatus status) => result switch
    {
        { IsHashRight: false } => $"expected {expected}, found {status.WeightsHash}",
        _ when result.Recoveries > result.Losses => $"expected at most {result.Losses} recoveries, found {result.Recoveries}",
        _ => null,
    };

    private async Task<int> InjectAll(Injector injector, int number, long steps, Queue<PlannedFault> faults)
    {
        var losses = 0;
        while (faults.TryPeek(out var fault) && await injector.Inject(number, fault, steps) is { } result)
        {
            faults.Dequeue();
            Faults.Add(result);
            losses += result.IsLoss ? 1 : 0;
            Console.WriteLine($"job {number}, {result.Kind} of {result.Role} at step {result.Step}: {result.Seconds:F1} s");
        }

        return losses;
    }
}

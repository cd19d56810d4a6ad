using Granary.Benchmarks.Faults.Clusters;
using Granary.Benchmarks.Faults.Planning;

namespace Granary.Benchmarks.Faults.Measuring;

/// <summary>Many random faults over many jobs.</summary>
/// <param name="options">What was asked for.</param>
public sealed class LongRun(Options options) : IAsyncDisposable
{
    // With a checkpoint a second, a job comes on between two faults.
    private const double SecondsPerFault = 1.5;
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
            Jobs.Add(await RunJob(cluster, plan));
            told();
        }
    }

    public ValueTask DisposeAsync() => _reference.DisposeAsync();

    private async Task<JobResult> RunJob(FaultCluster cluster, JobPlan plan)
    {
        var shape = (plan.Silos, plan.IsSmall);
        if (!_steps.TryGetValue(shape, out var steps))
        {
            steps = _steps[shape] = await Reference.Measure(cluster, plan.IsSmall, SecondsPerFault * (options.Faults / options.Jobs + 2));
        }

        var spec = plan.IsSmall ? Planning.Jobs.Small(steps) : Planning.Jobs.Large(steps);
        var network = string.Join('-', spec.Network.Dimensions);
        var expected = await _reference.Hash(spec);
        var losses = 0;
        try
        {
            var id = await cluster.Submit(spec);
            losses = await InjectAll(cluster, id, plan, steps);
            var status = await cluster.End(id, Patience);
            var isRight = status.WeightsHash == expected;
            var failure = isRight ? null : await cluster.Explain($"The job {id}: expected {expected}, found {status.WeightsHash}.", id);
            return new JobResult(plan.Number, plan.Silos, network, steps, losses, status.Recoveries, isRight, failure);
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException or OrleansException or IOException)
        {
            return new JobResult(plan.Number, plan.Silos, network, steps, losses, 0, false, e.Message);
        }
    }

    private async Task<int> InjectAll(FaultCluster cluster, string id, JobPlan plan, long steps)
    {
        var injector = new Injector(cluster, id);
        var losses = 0;
        foreach (var fault in plan.Faults)
        {
            if (await injector.Inject(plan.Number, fault, steps) is { } result)
            {
                Faults.Add(result);
                losses += Injector.IsLoss(fault.Kind) ? 1 : 0;
                Console.WriteLine($"job {plan.Number}, {result.Kind} of {result.Role} at step {result.Step}: {result.Seconds:F1} s");
            }
        }

        return losses;
    }
}

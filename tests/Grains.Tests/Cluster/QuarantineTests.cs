using Granary.Formulas.Activations;
using Granary.Grains.Compute;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Memory;
using Granary.Numerics.Kernels.Dispatch;

namespace Granary.Grains.Tests.Cluster;

/// <summary>
/// No job takes the cluster down again and again. Here a poisonous job's workers fail as those of a silo that stands still; silos that die of one
/// are real processes, in the fault tests.
/// </summary>
[Collection(ClusterCollection.Name)]
public sealed class QuarantineTests
{
    private const int PoisonWidth = 13;

    private static readonly JobSpec Poison = TestJobs.Digits with
    {
        Name = "poison",
        Network = new NetworkSpec { Dimensions = [64, PoisonWidth, 10], Activations = [Activation.Relu, Activation.Sigmoid] },
    };

    private static readonly JobSpec Innocent = TestJobs.Digits with { Name = "innocent", Epochs = 60 };

    [Fact]
    public async Task Job_ThatStallsItsSilos_IsQuarantinedAfterTwoStartsAndOthersEndRight()
    {
        var starts = 0;
        await using var cluster = await StartAsync(2, () => Interlocked.Increment(ref starts) > 0);
        var innocent = await cluster.Submit(Innocent);
        var poison = await cluster.Submit(Poison);

        var status = await TestCluster.Until(poison, "quarantine", s => s.State == JobState.Quarantined);

        Assert.Contains("2 times in a row", status.Error, StringComparison.Ordinal);
        Assert.Contains(await poison.GetEvents(0) ?? [], e => e.Kind == JobEventKind.Quarantined);

        // Each start has a worker on each silo, and each of these may have come as far as the other.
        Assert.InRange(starts, 2, 4);
        await AssertEndsRight(await TestCluster.End(innocent));
        await AssertEndsRight(await cluster.Run(Innocent));
    }

    [Fact]
    public async Task Job_ThatStallsTwice_StaysQuarantinedUntilItIsResumed()
    {
        var stalls = 2;
        await using var cluster = await StartAsync(1, () => Interlocked.Decrement(ref stalls) >= 0);
        var poison = await cluster.Submit(Poison);
        await TestCluster.Until(poison, "quarantine", s => s.State == JobState.Quarantined);

        await poison.Wake();
        Assert.Equal(JobState.Quarantined, (await poison.GetStatus())!.State);
        Assert.Null(await poison.Resume(null));

        var status = await TestCluster.End(poison);
        Assert.Equal((JobState.Completed, TestJobs.SequentialHash(Poison)), (status.State, status.WeightsHash));
    }

    [Fact]
    public async Task Job_ThatStallsOnce_GoesOnByItself()
    {
        var stalls = 1;
        await using var cluster = await StartAsync(1, () => Interlocked.Decrement(ref stalls) >= 0);

        var status = await cluster.Run(Poison);

        Assert.Equal((JobState.Completed, 1), (status.State, status.Recoveries));
    }

    [Fact]
    public async Task Job_ThatStallsAgainAfterItWasResumed_IsQuarantinedAtOnce()
    {
        var stalls = 3;
        await using var cluster = await StartAsync(1, () => Interlocked.Decrement(ref stalls) >= 0);
        var poison = await cluster.Submit(Poison);
        await TestCluster.Until(poison, "quarantine", s => s.State == JobState.Quarantined);

        Assert.Null(await poison.Resume(null));

        await TestCluster.Until(poison, "quarantine again", s => s is { State: JobState.Quarantined, Recoveries: 3 });
    }

    [Fact]
    public async Task Job_ThatIsQuarantined_CanBeCancelled()
    {
        await using var cluster = await StartAsync(1);
        var poison = await cluster.Submit(Poison);
        await TestCluster.Until(poison, "quarantine", s => s.State == JobState.Quarantined);

        Assert.Contains("quarantined", await poison.Pause(), StringComparison.Ordinal);
        Assert.True(await poison.Cancel());

        Assert.Equal(JobState.Cancelled, (await poison.GetStatus())!.State);
    }

    [Fact]
    public async Task Submit_JobThatDoesNotFit_IsRefusedAndNothingHappens()
    {
        await using var cluster = await TestCluster.StartAsync(1);
        var job = cluster.Coordinator(await cluster.Jobs.NewId("large"));

        var result = await job.Submit(TestJobs.Digits with
        {
            Network = new NetworkSpec { Dimensions = [64, 100_000, 100_000, 10], Activations = new Activation[3] },
        });

        var fault = Assert.Single(result.Faults);
        Assert.Equal("network.dimensions", fault.Key);
        Assert.Contains("layer 2 (100000 x 100000) alone take 37.3 GiB", fault.Message, StringComparison.Ordinal);
        Assert.Null(await job.GetStatus());
        Assert.Empty(await cluster.ListJobs());
    }

    [Fact]
    public async Task Job_ThatFitsNoLonger_WaitsForMemoryAndGoesOn()
    {
        var free = long.MaxValue;
        await using var cluster = await TestCluster.StartAsync(1, _ => new ComputeOptions(2)
        {
            LookAtMemory = () => MachineMemory.Look() with { Free = Volatile.Read(ref free) },
        });
        var job = await cluster.Submit(TestJobs.Endless);
        Assert.Null(await job.Pause());

        Volatile.Write(ref free, 1);
        Assert.Null(await job.Resume(null));
        await Eventually.Becomes(
            async () => await job.GetEvents(0) ?? [],
            "an event that says what the job waits for",
            events => events.Any(e => e.Kind == JobEventKind.Waiting),
            events => string.Join(", ", events.Select(e => e.Kind)));

        Volatile.Write(ref free, long.MaxValue);
        await TestCluster.Until(job, "running again", s => s.State == JobState.Running);
        await job.Cancel();
    }

    private static async Task AssertEndsRight(JobStatus status) =>
        Assert.Equal((JobState.Completed, await Task.Run(() => TestJobs.SequentialHash(Innocent))), (status.State, status.WeightsHash));

    private static Task<TestCluster> StartAsync(int silos, Func<bool>? isPoisonous = null) => TestCluster.StartAsync(silos, _ => new ComputeOptions(2)
    {
        KernelOf = kernel => new PoisonedKernel(MatrixKernels.Create(kernel), PoisonWidth, () =>
        {
            if (isPoisonous?.Invoke() ?? true)
            {
                throw new TimeoutException("A silo that stands still does not answer.");
            }
        }),
    });
}

using Granary.Benchmarks.Faults.Measuring;
using Granary.Benchmarks.Faults.Planning;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Faults.Tests;

/// <summary>The job of the tests and what undisturbed jobs end with, found out once for all of them.</summary>
public sealed class ReferenceFixture : IAsyncLifetime
{
    // On one silo; several need longer for it.
    private const double Seconds = 3;
    private const int Checkpoints = 12;
    private const double LongSeconds = 15;

    public Reference Hashes { get; } = new();

    /// <summary>
    /// So large that several silos hold slices of it, with so many rows a step that three silos on two cores compute more than they wait for
    /// each other, and as long on any machine.
    /// </summary>
    public JobSpec Job { get; private set; } = Jobs.Make("faults", [64, 512, 512, 10]) with
    {
        BatchSize = 256,
        Checkpoint = new CheckpointSpec { EverySeconds = 0.3 },
    };

    /// <summary>
    /// The same for longer: for what a job has to run through, not stand still for. Several times as long as that takes, since a machine may
    /// compute three times as fast as while it was measured.
    /// </summary>
    public JobSpec LongJob => Job with { Steps = (long)(Job.Steps!.Value * LongSeconds / Seconds) };

    // Checkpoints by steps: how many a job has does not depend on how busy the machine was when it was measured.
    public async ValueTask InitializeAsync()
    {
        var steps = await Hashes.Measure(Job, Seconds);
        Job = Job with { Steps = steps, Checkpoint = new CheckpointSpec { EverySteps = Math.Max(1, (int)(steps / Checkpoints)) } };
    }

    public ValueTask DisposeAsync() => Hashes.DisposeAsync();
}

/// <summary>All tests with processes, one after the other: they measure time, and the machine may be small.</summary>
[CollectionDefinition(Name)]
public sealed class ReferenceCollection : ICollectionFixture<ReferenceFixture>
{
    public const string Name = "faults";
}

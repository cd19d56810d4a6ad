using Granary.Benchmarks.Faults.Measuring;
using Granary.Benchmarks.Faults.Planning;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Faults.Tests;

/// <summary>The job of the tests and what undisturbed jobs end with, found out once for all of them.</summary>
public sealed class ReferenceFixture : IAsyncLifetime
{
    // On one silo. What happens to a job takes up to 10 s, and several silos need longer for it.
    private const double Seconds = 6;

    public Reference Hashes { get; } = new();

    /// <summary>So large that several silos hold slices of it, and as long on any machine.</summary>
    public JobSpec Job { get; private set; } = Jobs.Make("faults", [64, 512, 512, 10]) with
    {
        Checkpoint = new CheckpointSpec { EverySeconds = 0.3 },
    };

    public async Task InitializeAsync() => Job = Job with { Steps = await Hashes.Measure(Job, Seconds) };

    public Task DisposeAsync() => Hashes.DisposeAsync().AsTask();
}

/// <summary>All tests with processes, one after the other: they measure time, and the machine may be small.</summary>
[CollectionDefinition(Name)]
public sealed class ReferenceCollection : ICollectionFixture<ReferenceFixture>
{
    public const string Name = "faults";
}

using Granary.Benchmarks.Faults.Measuring;

namespace Granary.Faults.Tests;

/// <summary>What undisturbed jobs end with, found out once for all tests.</summary>
public sealed class ReferenceFixture : IAsyncLifetime
{
    public Reference Hashes { get; } = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => Hashes.DisposeAsync().AsTask();
}

/// <summary>All tests with processes, one after the other: they measure time, and the machine may be small.</summary>
[CollectionDefinition(Name)]
public sealed class ReferenceCollection : ICollectionFixture<ReferenceFixture>
{
    public const string Name = "faults";
}

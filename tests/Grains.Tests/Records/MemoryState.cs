using Granary.Grains.Records;

namespace Granary.Grains.Tests.Records;

/// <summary>A job's record without a storage, whose writes fail when they are told to.</summary>
internal sealed class MemoryState : IPersistentState<JobRecord>
{
    public Queue<Exception> Failures { get; } = [];

    public int Writes { get; private set; }

    public JobRecord State { get; set; } = new();

    public string Etag => "";

    public bool RecordExists => true;

    public Task WriteStateAsync()
    {
        Writes++;
        return Failures.TryDequeue(out var e) ? Task.FromException(e) : Task.CompletedTask;
    }

    public Task ReadStateAsync() => Task.CompletedTask;

    public Task ClearStateAsync() => Task.CompletedTask;
}

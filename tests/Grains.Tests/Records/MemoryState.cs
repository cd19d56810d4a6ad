using Granary.Grains.Records;

namespace Granary.Grains.Tests.Records;

/// <summary>A job's record without a storage, whose writes fail when they are told to.</summary>
internal sealed class MemoryState : IPersistentState<JobRecord>
{
    public Queue<Exception> Failures { get; } = [];

    /// <summary>What a write waits for.</summary>
    public Task Held { get; set; } = Task.CompletedTask;

    public int Writes { get; private set; }

    public JobRecord State { get; set; } = new();

    public string Etag => "";

    public bool RecordExists => true;

    public async Task WriteStateAsync()
    {
        Writes++;
        await Held;
        if (Failures.TryDequeue(out var e))
        {
            throw e;
        }
    }

    public Task ReadStateAsync() => Task.CompletedTask;

    public Task ClearStateAsync() => Task.CompletedTask;
}

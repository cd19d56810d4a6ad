using Granary.Grains.Coordination;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Mapping;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Storage;

namespace Granary.Grains.Tests.Coordination;

public sealed class JobJournalTests
{
    private readonly MemoryState _state = new();
    private readonly JobJournal _journal;

    public JobJournalTests()
    {
        _journal = new JobJournal(_state, TimeProvider.System, NullLogger.Instance)
        {
            Progress = new JobProgress(
                "job-1", TestJobs.Digits, TestJobs.Digits.ToSchedule(trainRows: 100), true, DateTimeOffset.UnixEpoch, TimeProvider.System),
        };
    }

    [Fact]
    public async Task SaveInTheEnd_StorageIsBackLater_Writes()
    {
        _state.Failures.Enqueue(new OrleansException("outside", new IOException("the disk is full")));
        _state.Failures.Enqueue(new TimeoutException());
        _journal.Progress!.State = JobState.Running;

        await _journal.SaveInTheEnd();

        Assert.Equal((3, JobState.Running), (_state.Writes, _state.State.State));
    }

    [Fact]
    public async Task SaveInTheEnd_SomebodyElseHasWritten_Throws()
    {
        _state.Failures.Enqueue(new TimeoutException());
        _state.Failures.Enqueue(new InconsistentStateException("the seemingly failed write was taken"));

        await Assert.ThrowsAsync<InconsistentStateException>(_journal.SaveInTheEnd);

        Assert.Equal(2, _state.Writes);
    }

    [Fact]
    public async Task Save_StorageFails_ThrowsAtOnce()
    {
        _state.Failures.Enqueue(new IOException("the disk is full"));

        await Assert.ThrowsAsync<IOException>(_journal.Save);

        Assert.Equal(1, _state.Writes);
    }
}

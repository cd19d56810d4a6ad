using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Mapping;
using Granary.Grains.Records;
using Granary.Grains.Tests.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Storage;

namespace Granary.Grains.Tests.Records;

public sealed class JobJournalTests
{
    private readonly MemoryState _state = new();
    private readonly JobJournal _journal;

    public JobJournalTests()
    {
        _journal = new JobJournal(_state, TimeProvider.System, TestMetrics.Create(), NullLogger.Instance)
        {
            Progress = new JobProgress(
                "job-1", TestJobs.Digits, TestJobs.Digits.ToSchedule(trainRows: 100), true, DateTimeOffset.UnixEpoch, TimeProvider.System),
        };
    }

    [Fact]
    public async Task SaveUntilTaken_StorageIsBackLater_Writes()
    {
        _state.Failures.Enqueue(new OrleansException("outside", new IOException("the disk is full")));
        _state.Failures.Enqueue(new TimeoutException());
        _journal.Progress!.State = JobState.Running;

        await _journal.SaveUntilTaken();

        Assert.Equal((3, JobState.Running), (_state.Writes, _state.State.State));
    }

    [Fact]
    public async Task End_StorageIsBackLater_TellsAndWritesHowItEnded()
    {
        _state.Failures.Enqueue(new TimeoutException());

        await _journal.End(JobState.Failed, "out of luck");

        Assert.Equal((2, JobState.Failed, "out of luck"), (_state.Writes, _state.State.State, _state.State.Error));
        var told = Assert.Single(_state.State.Events);
        Assert.Equal((JobEventKind.Ended, "out of luck"), (told.Kind, told.Message));
    }

    [Fact]
    public async Task End_NotStoredYet_IsShownToNobody()
    {
        var stored = new TaskCompletionSource();
        _state.Held = stored.Task;
        _journal.Progress!.State = JobState.Running;
        _journal.Tell(JobEventKind.Slow, "before");

        var end = _journal.End(JobState.Completed);

        Assert.Equal(JobState.Completed, _state.State.State);
        Assert.Equal((JobState.Running, false), (_journal.Progress.ToStatus().State, _journal.Progress.HasEnded));
        Assert.Equal([JobEventKind.Slow], _journal.Events.Select(e => e.Kind));

        stored.SetResult();
        await end;
        Assert.Equal((JobState.Completed, true), (_journal.Progress.ToStatus().State, _journal.Progress.HasEnded));
        Assert.Equal([JobEventKind.Slow, JobEventKind.Ended], _journal.Events.Select(e => e.Kind));
    }

    [Fact]
    public async Task End_TwiceAtOnce_EndsOnce()
    {
        var stored = new TaskCompletionSource();
        _state.Held = stored.Task;

        var first = _journal.End(JobState.Completed);
        var second = _journal.End(JobState.Cancelled);
        stored.SetResult();
        await Task.WhenAll(first, second);

        Assert.Equal(JobState.Completed, _journal.Progress!.State);
        Assert.Single(_journal.Events);
    }

    [Fact]
    public async Task SaveUntilTaken_SomebodyElseHasWritten_Throws()
    {
        _state.Failures.Enqueue(new TimeoutException());
        _state.Failures.Enqueue(new InconsistentStateException("the seemingly failed write was taken"));

        await Assert.ThrowsAsync<InconsistentStateException>(_journal.SaveUntilTaken);

        Assert.Equal(2, _state.Writes);
    }

    [Fact]
    public void Tell_ManyCheckpoints_PushNothingElseOut()
    {
        _journal.Tell(JobEventKind.Lost, "a silo");

        for (var i = 0; i < 5000; i++)
        {
            _journal.Tell(JobEventKind.Checkpointed, $"{i}");
        }

        var events = _state.State.Events;
        Assert.Equal((JobEventKind.Lost, 1), (events[0].Kind, events[0].Number));
        Assert.Equal(101, events.Count);
        Assert.Equal(("4999", 5001), (events[^1].Message, events[^1].Number));
    }

    [Fact]
    public void Tell_MoreThanAreKept_ForgetsTheOldest()
    {
        for (var i = 0; i < 1001; i++)
        {
            _journal.Tell(JobEventKind.Slow, $"{i}");
        }

        Assert.Equal((1000, "1"), (_state.State.Events.Count, _state.State.Events[0].Message));
    }

    [Fact]
    public async Task Save_StorageFails_ThrowsAtOnce()
    {
        _state.Failures.Enqueue(new IOException("the disk is full"));

        await Assert.ThrowsAsync<IOException>(_journal.Save);

        Assert.Equal(1, _state.Writes);
    }
}

using Granary.Grains.Checkpoints;
using Granary.Grains.Interfaces.Checkpoints;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Mapping;
using Granary.Grains.Records;
using Granary.Grains.Tests.Records;
using Granary.Grains.Tests.Telemetry;
using Granary.Numerics.Memory;
using Microsoft.Extensions.Logging.Abstractions;

namespace Granary.Grains.Tests.Checkpoints;

public sealed class CheckpointingTests : IDisposable
{
    private const string Job = "job-1";

    private readonly TemporaryFolder _folder = new();
    private readonly MemoryState _state = new();
    private readonly CheckpointStore _store;
    private readonly JobJournal _journal;
    private readonly Checkpointing _checkpointing;

    public CheckpointingTests()
    {
        _store = new CheckpointStore(_folder.Path);
        _state.State.Spec = TestJobs.Digits with { Checkpoint = new CheckpointSpec { Keep = 1 } };
        _journal = new JobJournal(_state, TimeProvider.System, TestMetrics.Create(), NullLogger.Instance)
        {
            Progress = new JobProgress(
                Job, TestJobs.Digits, TestJobs.Digits.ToSchedule(trainRows: 100), true, DateTimeOffset.UnixEpoch, TimeProvider.System),
        };
        _checkpointing = new Checkpointing(Job, _journal, _store, TimeProvider.System, [400]);
    }

    private string Version => Path.Combine(_folder.Path, Job, "000000000500");

    private long[] Committed => [.. _journal.Record.Checkpoints.Select(c => c.Manifest.Version)];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Begin_SlicesAreBeingWritten_ReturnsAndCommitsNothingYet()
    {
        var slices = new Slices();

        await _checkpointing.Begin(slices);

        Assert.Equal([0], slices.Captures);
        Assert.Equal((0, 0), (Committed.Length, _state.Writes));
        slices.Written.SetResult([Write(0)]);
        await _checkpointing.Settle();
        Assert.Equal([0], Committed);
        Assert.Equal((1, 0L), (_state.Writes, _journal.Progress!.CheckpointedAt));
        Assert.Equal(JobEventKind.Checkpointed, Assert.Single(_journal.Record.Events).Kind);
    }

    [Fact]
    public async Task Begin_BeforeTheLastOneIsCommitted_WaitsForIt()
    {
        var slices = new Slices();
        await _checkpointing.Begin(slices);

        var next = _checkpointing.Begin(slices);

        Assert.False(next.IsCompleted);
        slices.Written.SetResult([Write(0)]);
        await next;
        Assert.Equal(2, slices.Captures.Count);
    }

    [Fact]
    public async Task Begin_MoreThanAreKept_RemovesTheOldOneOnceTheNewOneIsInTheRecord()
    {
        await Make(100);
        _state.Failures.Enqueue(new IOException("the disk is full"));

        await Make(200);

        Assert.True(Directory.Exists(Folder(100)), "the record may still name step 100, and its files are gone");
        var told = _journal.Record.Events[^1];
        Assert.Equal((JobEventKind.CheckpointFailed, true), (told.Kind, told.Message.Contains("the disk is full", StringComparison.Ordinal)));
        await Make(300);
        Assert.Equal([300], Committed);
        Assert.False(Directory.Exists(Folder(100)));
    }

    [Fact]
    public async Task Abandon_WhileSlicesAreBeingWritten_TheOneBeforeStaysTheLatest()
    {
        await Make(100);
        var slices = new Slices();
        At(200);
        await _checkpointing.Begin(slices);

        _checkpointing.Abandon();
        slices.Written.SetResult([Write(200)]);
        await _checkpointing.Settle();

        Assert.Equal([100], Committed);
        Assert.True(Directory.Exists(Folder(100)), "the files that the job goes back to are gone");
    }

    [Fact]
    public async Task Begin_OneSliceCannotBeWritten_IsToldAndTheOneBeforeStays()
    {
        await Make(100);
        var slices = new Slices();
        At(200);
        await _checkpointing.Begin(slices);

        slices.Written.SetException(new CheckpointException("There is no room."));
        await _checkpointing.Settle();

        Assert.Equal([100], Committed);
        var told = _journal.Record.Events[^1];
        Assert.Equal((JobEventKind.CheckpointFailed, "There is no room. Training goes on."), (told.Kind, told.Message));
    }

    [Fact]
    public async Task Begin_FilesAreInAnotherDirectory_IsToldAndNotCommitted()
    {
        var slices = new Slices();
        await _checkpointing.Begin(slices);

        slices.Written.SetResult([Write(0) with { File = $"{Job}/elsewhere.tensors" }]);
        await _checkpointing.Settle();

        Assert.Empty(Committed);
        var told = Assert.Single(_journal.Record.Events);
        Assert.Equal(JobEventKind.CheckpointFailed, told.Kind);
        Assert.Contains("All silos need the same data directory", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drop_TheOnlyOne_GoesBackToTheBeginning()
    {
        await Make(100);

        _checkpointing.Drop("It is damaged.");

        Assert.Null(_checkpointing.Latest);
        Assert.Null(_journal.Progress!.CheckpointedAt);
        Assert.Contains("going back to the beginning. It is damaged.", _journal.Record.Events[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sweep_HalfWrittenFile_IsGoneAndNothingIsTold()
    {
        var half = WriteHalf();

        await _checkpointing.Sweep();

        Assert.False(File.Exists(half));
        Assert.Empty(_journal.Record.Events);
    }

    [Fact]
    public async Task Sweep_VersionsThatSomebodyWentBackBehind_AreGoneAndOthersStay()
    {
        Write(300);
        Write(400);
        Write(500);

        await _checkpointing.Sweep();

        Assert.Equal([true, false, true], new long[] { 300, 400, 500 }.Select(v => Directory.Exists(Folder(v))));
    }

    [Fact]
    public async Task Sweep_MayNotRemove_IsToldAndGoesOn()
    {
        Needs.NoPrivileges("to write to a directory");
        var half = WriteHalf();
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Version, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        await _checkpointing.Sweep();

        Assert.True(File.Exists(half));
        var told = Assert.Single(_journal.Record.Events);
        Assert.Equal(JobEventKind.CheckpointFailed, told.Kind);
        Assert.Contains(Path.Combine(_folder.Path, Job), told.Message, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Version, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private string Folder(long version) => Path.Combine(_folder.Path, Job, $"{version:D12}");

    private async Task Make(long version)
    {
        var slices = new Slices();
        At(version);
        slices.Written.SetResult([Write(version)]);
        await _checkpointing.Begin(slices);
        await _checkpointing.Settle();
    }

    private void At(long step) => _journal.Progress!.Restore(ProgressSnapshot.Beginning with { Steps = step });

    private CheckpointEntry Write(long version) => _store.Write(new SliceVersion(Job, version, 0, 0), [new AlignedBuffer(16)]);

    private string WriteHalf()
    {
        var half = Path.Combine(Directory.CreateDirectory(Version).FullName, "layer-0-slice-0.tensors.0123.tmp");
        File.WriteAllText(half, "half");
        return half;
    }

    private sealed class Slices : ICapturedSlices
    {
        public List<long> Captures { get; } = [];

        public TaskCompletionSource<CheckpointEntry[]> Written { get; } = new();

        public Task Capture(long version)
        {
            Captures.Add(version);
            return Task.CompletedTask;
        }

        public Task<CheckpointEntry[]> Captured(long version) => Written.Task;
    }
}

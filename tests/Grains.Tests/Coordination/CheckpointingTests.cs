using Granary.Grains.Checkpoints;
using Granary.Grains.Coordination;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Mapping;
using Microsoft.Extensions.Logging.Abstractions;

namespace Granary.Grains.Tests.Coordination;

public sealed class CheckpointingTests : IDisposable
{
    private const string Job = "job-1";

    private readonly TemporaryFolder _folder = new();
    private readonly JobJournal _journal;
    private readonly Checkpointing _checkpointing;

    public CheckpointingTests()
    {
        _journal = new JobJournal(new MemoryState(), TimeProvider.System, NullLogger.Instance)
        {
            Progress = new JobProgress(
                Job, TestJobs.Digits, TestJobs.Digits.ToSchedule(trainRows: 100), true, DateTimeOffset.UnixEpoch, TimeProvider.System),
        };
        _checkpointing = new Checkpointing(Job, _journal, new CheckpointStore(_folder.Path));
    }

    private string Version => Path.Combine(_folder.Path, Job, "000000000500");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sweep_HalfWrittenFile_IsGoneAndNothingIsTold()
    {
        var half = WriteHalf();

        await _checkpointing.Sweep();

        Assert.False(File.Exists(half));
        Assert.Empty(_journal.Record.Events);
    }

    [UnprivilegedFact("a directory that it may not write to")]
    public async Task Sweep_MayNotRemove_IsToldAndGoesOn()
    {
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

    private string WriteHalf()
    {
        var half = Path.Combine(Directory.CreateDirectory(Version).FullName, "layer-0-slice-0.tensors.0123.tmp");
        File.WriteAllText(half, "half");
        return half;
    }
}

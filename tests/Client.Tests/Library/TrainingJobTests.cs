using Granary.Client.Tests.Commands;
using Granary.Grains.Interfaces.Jobs;
using Granary.Models;
using Granary.Models.Tests;
using Granary.Requests.Faults;

namespace Granary.Client.Tests.Library;

public sealed class TrainingJobTests : LibraryTestBase, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WatchAsync_JobThatEnds_GivesItsStatusesAndIsPatient()
    {
        var job = Job(new FakeCoordinator(
            () => Statuses.Preparing, () => throw new TimeoutException("late"), () => Statuses.Running(1), () => Statuses.Completed));

        var states = await job.WatchAsync().Select(s => s.State).ToArrayAsync();

        Assert.Equal([JobState.Preparing, JobState.Running, JobState.Completed], states);
    }

    [Fact]
    public async Task WatchAsync_Cancelled_ThrowsAndLeavesTheJob()
    {
        using var cancellation = new CancellationTokenSource();
        var coordinator = new FakeCoordinator(Statuses.Running(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Job(coordinator).WatchAsync(cancellation.Token))
            {
                await cancellation.CancelAsync();
            }
        });

        Assert.False(coordinator.IsCancelled);
    }

    [Fact]
    public async Task WatchAsync_ForgottenJob_SaysSo() =>
        await Assert.ThrowsAsync<NoClusterException>(async () => await Job(new FakeCoordinator()).WatchAsync().ToArrayAsync());

    [Fact]
    public async Task WaitAsync_CompletedJob_GivesHowItEnded() =>
        Assert.Equal(Statuses.Hash, (await Job(new FakeCoordinator(Statuses.Running(1), Statuses.Completed)).WaitAsync()).WeightsHash);

    [Fact]
    public async Task WaitAsync_FailedJob_Throws()
    {
        var failed = Statuses.Running(1) with { State = JobState.Failed, Error = "The loss is not a number." };

        var e = await Assert.ThrowsAsync<TrainingFailedException>(() => Job(new FakeCoordinator(failed)).WaitAsync());

        Assert.Equal("digits-1 is failed. The loss is not a number.", e.Message);
        Assert.Same(failed, e.Status);
    }

    [Fact]
    public async Task WatchEventsAsync_Events_ComeOnceEach()
    {
        var job = Job(new FakeCoordinator(Statuses.Running(1), Statuses.Running(2), Statuses.Completed)
        {
            Events = [() => [Event(1)], () => [Event(1), Event(2)], () => [Event(1), Event(2), Event(3)]],
        });

        var numbers = await job.WatchEventsAsync(afterNumber: 1).Select(e => e.Number).ToArrayAsync();

        Assert.Equal([2, 3], numbers);
    }

    [Fact]
    public async Task PauseResumeAndExtend_WhatTheClusterRefuses_IsTold()
    {
        var job = Job(new FakeCoordinator(Statuses.Completed) { Refusal = "digits-1 is completed" });

        Assert.Equal("digits-1 is completed", (await Assert.ThrowsAsync<RequestException>(() => job.PauseAsync())).Message);
        await Assert.ThrowsAsync<RequestException>(() => job.ResumeAsync(fromStep: 90));
        await Assert.ThrowsAsync<RequestException>(() => job.ExtendAsync(new JobExtension(1, null)));
    }

    [Fact]
    public async Task PauseResumeAndExtend_ReachTheJob()
    {
        var coordinator = new FakeCoordinator(Statuses.Running(1));
        var job = Job(coordinator);

        await job.PauseAsync();
        await job.ResumeAsync(fromStep: 90);
        await job.ExtendAsync(new JobExtension(1, null));

        Assert.True(coordinator.IsPaused);
        Assert.Equal(90, coordinator.ResumedFrom);
        Assert.Equal(1, coordinator.ExtendedBy!.Epochs);
    }

    [Fact]
    public async Task CancelAsync_RunningJob_WaitsForItsEnd()
    {
        var coordinator = new FakeCoordinator(Statuses.Running(1));
        var job = Job(coordinator);
        await job.GetStatusAsync();

        Assert.Equal(JobState.Cancelled, (await job.CancelAsync()).State);
    }

    [Fact]
    public async Task GetJobAsync_UnknownJob_IsToldWithTheNearest()
    {
        Job(new FakeCoordinator(Statuses.Running(1)));

        var e = await Assert.ThrowsAsync<RequestException>(() => Granary.GetJobAsync("digit-1"));

        Assert.Contains("digits-1", e.Message, StringComparison.Ordinal);
        Assert.Equal(["digits-1"], (await Granary.ListJobsAsync()).Select(j => j.Id));
    }

    [Fact]
    public async Task GetStatusAsync_ClusterThatDoesNotAnswer_IsToldAsSuch()
    {
        var job = Job(new FakeCoordinator(() => throw new TimeoutException("late")));

        Assert.Equal("the cluster did not answer: late", (await Assert.ThrowsAsync<NoClusterException>(() => job.GetStatusAsync())).Message);
    }

    [Theory]
    [InlineData("safetensors")]
    [InlineData("onnx")]
    public async Task DownloadModelAsync_ToAFileAndAStream_GivesTheSameBytes(string ending)
    {
        var job = Job(new FakeCoordinator(Statuses.Completed) { Model = TrainedModel() });
        var path = Path.Combine(_folder.Path, $"people.{ending}");
        using var stream = new MemoryStream();

        await job.DownloadModelAsync(path);
        await job.DownloadModelAsync(stream, ModelFormats.Find(ending)!.Value);

        Assert.Equal(stream.ToArray(), await File.ReadAllBytesAsync(path));
        using var loaded = await job.LoadModelAsync();
        using var fromFile = Model.Load(path);
        Assert.Equal(loaded.WeightsHash, fromFile.WeightsHash);
    }

    [Fact]
    public async Task DownloadModelAsync_NpzStream_IsTheFileOfNumPy()
    {
        var job = Job(new FakeCoordinator(Statuses.Completed) { Model = TrainedModel() });
        using var stream = new MemoryStream();

        await job.DownloadModelAsync(stream, ModelFormat.Npz);

        Assert.Equal("PK"u8, stream.ToArray().AsSpan(0, 2));
    }

    [Fact]
    public async Task DownloadModelAsync_NameWithoutAFormat_IsRefused()
    {
        var e = await Assert.ThrowsAsync<RequestException>(() => Job(new FakeCoordinator(Statuses.Completed)).DownloadModelAsync("people.bin"));

        Assert.Equal("people.bin: the name does not end with .safetensors, .npz, .onnx, and no format is given", e.Message);
    }

    [Fact]
    public async Task DownloadModelAsync_FileThatIsThere_IsKeptUnlessReplaced()
    {
        var job = Job(new FakeCoordinator(Statuses.Completed) { Model = TrainedModel() });
        var path = _folder.Write("people.safetensors", "mine");

        await Assert.ThrowsAsync<IOException>(() => job.DownloadModelAsync(path, replaces: false));

        Assert.Equal("mine", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task LoadModelAsync_JobWithoutAModel_IsRefused()
    {
        var e = await Assert.ThrowsAsync<RequestException>(() => Job(new FakeCoordinator(Statuses.Completed)).LoadModelAsync());

        Assert.Equal("The job has no model.", e.Message);
    }

    private static JobEvent Event(long number) => new()
    {
        Number = number, At = DateTimeOffset.UnixEpoch, Kind = JobEventKind.Checkpointed, Step = number, Message = "Written.",
    };

    private byte[] TrainedModel()
    {
        var path = Path.Combine(_folder.Path, "trained.safetensors");
        Trained.On(_folder, Trained.People(60, "size", i => i % 2 == 0 ? "large" : "small"), "size").Model.Save(path);
        return File.ReadAllBytes(path);
    }
}

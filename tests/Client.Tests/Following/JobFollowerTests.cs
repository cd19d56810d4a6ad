using Granary.Client.Following;
using Granary.Client.Rendering;
using Granary.Client.Terminal;
using Granary.Client.Tests.Commands;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Models;
using Orleans.Runtime.Messaging;

namespace Granary.Client.Tests.Following;

public sealed class JobFollowerTests : IDisposable
{
    private readonly CancellationTokenSource _interrupt = new();
    private readonly ManualTime _time = new();
    private readonly StringWriter _error = new();

    public void Dispose() => _interrupt.Dispose();

    [Fact]
    public async Task FollowAsync_JobThatEnds_GivesEveryStatusOnce()
    {
        var job = new FakeCoordinator(Statuses.Preparing, Statuses.Running(1), Statuses.Completed);

        var frames = await FollowAsync(job, watchesOnly: false);

        Assert.Equal([JobState.Preparing, JobState.Running, JobState.Completed], frames.Select(f => f.Status.State));
        Assert.All(frames, f => Assert.Equal("Ctrl-C cancels the job", f.Hint));
    }

    [Fact]
    public async Task FollowAsync_SilentCluster_SaysSoAndGivesUpAfterHalfAMinute()
    {
        var silences = 0;
        var job = new FakeCoordinator(() => Statuses.Running(1), () =>
        {
            silences++;
            _time.Advance(TimeSpan.FromSeconds(7));
            throw new TimeoutException("no response");
        });
        var frames = new List<RunFrame>();

        var e = await Assert.ThrowsAsync<NoClusterException>(async () =>
        {
            await foreach (var frame in Follower(job, watchesOnly: true).FollowAsync())
            {
                frames.Add(frame);
            }
        });

        Assert.Contains("the cluster at local (/data) has not answered for 35 s. If any of its silos is alive", e.Message, StringComparison.Ordinal);
        Assert.Equal(6, silences);
        Assert.Equal("a silo was lost or is not answering; retrying, 28 s so far", frames[^1].Hint);
        Assert.Equal("A silo was lost or is not answering. Retrying for up to 30 s.", _error.ToString().Trim());
        Assert.Equal(Statuses.Running(1).Steps, frames[^1].Status.Steps);
    }

    [Fact]
    public async Task FollowAsync_GatewayLostForLessThanHalfAMinute_GoesOnWhenAnsweredAndSaysSoOnce()
    {
        // Rejections of messages are Orleans exceptions too, which only Orleans can make.
        Assert.True(typeof(OrleansMessageRejectionException).IsSubclassOf(typeof(OrleansException)));
        Exception[] failures =
        [
            new SiloUnavailableException("gone"), new TimeoutException("late"), new ConnectionFailedException("closed"),
            new OrleansException("refused"),
        ];
        var job = new FakeCoordinator(
            [
                () => Statuses.Running(1),
                .. failures.Select<Exception, Func<JobStatus?>>(e => () =>
                {
                    _time.Advance(TimeSpan.FromSeconds(9));
                    throw e;
                }),
                () => Statuses.Running(2),
                () => Statuses.Completed,
            ]);

        var frames = await FollowAsync(job, watchesOnly: true);

        Assert.Equal([1, 1, 1, 1, 1, 2, 2700], frames.Select(f => f.Status.Steps));
        Assert.Equal("Ctrl-C stops watching; the job keeps running", frames[5].Hint);
        Assert.Single(_error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task FollowAsync_PausedJob_DoesNotSayThatItGoesOn()
    {
        var job = new FakeCoordinator(Statuses.Running(1) with { State = JobState.Paused }, Statuses.Completed);

        Assert.Equal("Ctrl-C stops watching", (await FollowAsync(job, watchesOnly: true))[0].Hint);
    }

    [Fact]
    public async Task FollowAsync_TwoSilences_AreNotAddedUp()
    {
        JobStatus? Fail()
        {
            _time.Advance(TimeSpan.FromSeconds(20));
            throw new TimeoutException("late");
        }

        var job = new FakeCoordinator(Fail, Fail, () => Statuses.Running(1), Fail, Fail, () => Statuses.Completed);

        Assert.Equal(JobState.Completed, (await FollowAsync(job, watchesOnly: true))[^1].Status.State);
        Assert.Equal(2, _error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task FollowAsync_InterruptedWhileSilent_CancelsAsSoonAsTheClusterAnswers()
    {
        var job = new FakeCoordinator(() => Statuses.Running(1), () => throw new TimeoutException(), () => Statuses.Running(2));
        job.BeforeAnswer = asked =>
        {
            if (asked == 1)
            {
                _interrupt.Cancel();
            }
        };

        var frames = await FollowAsync(job, watchesOnly: false);

        Assert.True(job.IsCancelled);
        Assert.Equal(JobState.Cancelled, frames[^1].Status.State);
        Assert.Equal("cancelling; Ctrl-C again quits at once", frames[^1].Hint);
    }

    [Fact]
    public async Task FollowAsync_InterruptedBeforeTheFirstAnswer_GivesNothingToAWatcher()
    {
        await _interrupt.CancelAsync();

        Assert.Empty(await FollowAsync(new FakeCoordinator(Statuses.Running(1)), watchesOnly: true));
    }

    [Fact]
    public async Task FollowAsync_AnswerThatNeverComes_DoesNotHoldAnInterruption()
    {
        var never = new TaskCompletionSource<JobStatus?>();
        var follower = Follower(new MuteCoordinator(never.Task, _interrupt.Cancel), watchesOnly: true);

        await foreach (var _ in follower.FollowAsync())
        {
            Assert.Fail("There was nothing to show.");
        }
    }

    private async Task<List<RunFrame>> FollowAsync(ICoordinatorGrain job, bool watchesOnly)
    {
        var frames = new List<RunFrame>();
        await foreach (var frame in Follower(job, watchesOnly).FollowAsync())
        {
            frames.Add(frame);
        }

        return frames;
    }

    private JobFollower Follower(ICoordinatorGrain job, bool watchesOnly) => new(
        new ConsoleContext
        {
            Output = TextWriter.Null,
            Error = _error,
            Width = 80,
            Connector = new FakeCluster(),
            Interrupted = _interrupt.Token,
            Time = _time,
            PollInterval = TimeSpan.Zero,
        },
        job,
        "local (/data)",
        watchesOnly);

    private sealed class ManualTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan time) => _now += time.Ticks;
    }

    private sealed class MuteCoordinator(Task<JobStatus?> answer, Action whenAsked) : ICoordinatorGrain
    {
        public Task<SubmitResult> Submit(JobSpec spec) => throw new NotSupportedException();

        public Task<JobStatus?> GetStatus()
        {
            whenAsked();
            return answer;
        }

        public Task<bool> Cancel() => throw new NotSupportedException();

        public Task<string?> Pause() => throw new NotSupportedException();

        public Task GiveWay() => throw new NotSupportedException();

        public Task<bool> Remove() => throw new NotSupportedException();

        public Task<string?> Resume(long? fromStep) => throw new NotSupportedException();

        public Task<JobHistory?> GetHistory() => throw new NotSupportedException();

        public Task<JobEvent[]?> GetEvents(long afterNumber) => throw new NotSupportedException();

        public Task<string?> Extend(JobExtension more) => throw new NotSupportedException();

        public Task<ModelOffer> OpenModel(long? step) => throw new NotSupportedException();

        public Task<byte[]> ReadModel(long? step, long offset) => throw new NotSupportedException();

        public Task<bool> RemoveModel() => throw new NotSupportedException();

        public Task Wake() => throw new NotSupportedException();

        public Task SiloLeaves(string silo) => throw new NotSupportedException();
    }
}

using Granary.Grains.Compute;

namespace Granary.Grains.Tests.Compute;

public sealed class ComputeLaneTests : IDisposable
{
    private readonly ComputeLane _lane = new(2);

    [Fact]
    public async Task Run_SeveralWorks_RunInTheirOrder()
    {
        var order = new List<int>();

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => _lane.Run(() =>
        {
            order.Add(i);
            return Task.FromResult(true);
        })));

        Assert.Equal(Enumerable.Range(0, 100), order);
    }

    [Fact]
    public async Task Run_AfterEachAwait_IsBackOnTheLane()
    {
        var wasThere = await _lane.Run(async () =>
        {
            var before = _lane.IsCurrent;
            await Task.Yield();
            var afterYield = _lane.IsCurrent;
            await Task.Run(() => Assert.False(_lane.IsCurrent));
            return (before, afterYield, _lane.IsCurrent);
        });

        Assert.Equal((true, true, true), wasThere);
        Assert.False(_lane.IsCurrent);
    }

    [Fact]
    public async Task Run_WhileOneAwaits_RunsTheNext()
    {
        var gate = new TaskCompletionSource<int>();
        var first = _lane.Run(async () => await gate.Task + 1);

        Assert.Equal(5, await _lane.Run(() => Task.FromResult(5)));
        Assert.False(first.IsCompleted);

        gate.SetResult(1);
        Assert.Equal(2, await first);
    }

    [Fact]
    public async Task Run_Failures_ReachTheCallerAndTheLaneGoesOn()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _lane.Run<int>(() => throw new InvalidOperationException()));
        await Assert.ThrowsAsync<FormatException>(() => _lane.Run<int>(async () =>
        {
            await Task.Yield();
            throw new FormatException();
        }));

        Assert.Equal(7, await _lane.Run(() => Task.FromResult(7)));
    }

    [Fact]
    public async Task Run_Caller_GoesOnElsewhere()
    {
        var isOnLane = await _lane.Run(() => Task.FromResult(true))
            .ContinueWith(_ => _lane.IsCurrent, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        Assert.False(isOnLane, "a caller's continuation would hold up the lane");
    }

    [Fact]
    public void Team_OfALane_HasItsThreads() => Assert.Equal(2, _lane.Team.Threads);

    [Fact]
    public async Task Dispose_FromOutside_WaitsForWhatRuns()
    {
        var lane = new ComputeLane(2);
        using var started = new SemaphoreSlim(0);
        using var mayEnd = new SemaphoreSlim(0);
        var work = lane.Run(() =>
        {
            started.Release();
            mayEnd.Wait();
            return Task.FromResult(3);
        });
        await started.WaitAsync();
        var disposal = Task.Run(lane.Dispose);
        Assert.False(disposal.IsCompleted);

        mayEnd.Release();

        await disposal;
        Assert.Equal(3, await work);
        lane.Dispose();
    }

    [Fact]
    public async Task Dispose_FromTheLane_DoesNotWaitForItself()
    {
        var lane = new ComputeLane(2);

        Assert.True(await lane.Run(() =>
        {
            lane.Dispose();
            return Task.FromResult(true);
        }));
    }

    public void Dispose() => _lane.Dispose();
}

using Granary.Grains.Compute;

namespace Granary.Grains.Tests.Compute;

public sealed class ComputeExecutorTests : IDisposable
{
    private readonly ComputeExecutor _executor = new(2);

    [Fact]
    public async Task Run_SeveralWorks_RunInTheirOrder()
    {
        var order = new List<int>();

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => _executor.Run(() =>
        {
            order.Add(i);
            return Task.FromResult(true);
        })));

        Assert.Equal(Enumerable.Range(0, 100), order);
    }

    [Fact]
    public async Task Run_AfterEachAwait_IsBackOnTheLane()
    {
        var wasThere = await _executor.Run(async () =>
        {
            var before = _executor.IsCurrent;
            await Task.Yield();
            var afterYield = _executor.IsCurrent;
            await Task.Run(() => Assert.False(_executor.IsCurrent));
            return (before, afterYield, _executor.IsCurrent);
        });

        Assert.Equal((true, true, true), wasThere);
        Assert.False(_executor.IsCurrent);
    }

    [Fact]
    public async Task Run_WhileOneAwaits_RunsTheNext()
    {
        var gate = new TaskCompletionSource<int>();
        var first = _executor.Run(async () => await gate.Task + 1);

        Assert.Equal(5, await _executor.Run(() => Task.FromResult(5)));
        Assert.False(first.IsCompleted);

        gate.SetResult(1);
        Assert.Equal(2, await first);
    }

    [Fact]
    public async Task Run_Failures_ReachTheCallerAndTheLaneGoesOn()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _executor.Run<int>(() => throw new InvalidOperationException()));
        await Assert.ThrowsAsync<FormatException>(() => _executor.Run<int>(async () =>
        {
            await Task.Yield();
            throw new FormatException();
        }));

        Assert.Equal(7, await _executor.Run(() => Task.FromResult(7)));
    }

    [Fact]
    public async Task Run_Caller_GoesOnElsewhere()
    {
        var isOnLane = await _executor.Run(() => Task.FromResult(true))
            .ContinueWith(_ => _executor.IsCurrent, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        Assert.False(isOnLane, "a caller's continuation would hold up the executor");
    }

    [Fact]
    public void Team_OfALane_HasItsThreads() => Assert.Equal(2, _executor.Team.Threads);

    [Fact]
    public async Task Dispose_FromOutside_WaitsForWhatRuns()
    {
        var executor = new ComputeExecutor(2);
        using var started = new SemaphoreSlim(0);
        using var mayEnd = new SemaphoreSlim(0);
        var work = executor.Run(() =>
        {
            started.Release();
            mayEnd.Wait();
            return Task.FromResult(3);
        });
        await started.WaitAsync();
        var disposal = Task.Run(executor.Dispose);
        Assert.False(disposal.IsCompleted);

        mayEnd.Release();

        await disposal;
        Assert.Equal(3, await work);
        executor.Dispose();
    }

    [Fact]
    public async Task Dispose_FromTheLane_DoesNotWaitForItself()
    {
        var executor = new ComputeExecutor(2);

        Assert.True(await executor.Run(() =>
        {
            executor.Dispose();
            return Task.FromResult(true);
        }));
    }

    public void Dispose() => _executor.Dispose();
}

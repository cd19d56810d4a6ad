using Granary.Grains.Compute;

namespace Granary.Grains.Tests;

/// <summary>Holds a silo's compute executor, so that its workers come no further, until this is disposed of.</summary>
internal sealed class HeldExecutor : IDisposable
{
    private readonly TaskCompletionSource _isHeld = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _released = new();

    private HeldExecutor(ComputeExecutor executor) => executor.Post(
        _ =>
        {
            _isHeld.SetResult();
            _released.Wait();
        },
        null);

    /// <summary>Returns when nothing else runs on the executor.</summary>
    public static async Task<HeldExecutor> Hold(ComputeExecutor executor)
    {
        var held = new HeldExecutor(executor);
        await held._isHeld.Task;
        return held;
    }

    public void Dispose() => _released.Set();
}

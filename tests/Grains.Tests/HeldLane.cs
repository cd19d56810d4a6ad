using Granary.Grains.Compute;

namespace Granary.Grains.Tests;

/// <summary>Holds a silo's compute lane, so that its workers come no further, until this is disposed of.</summary>
internal sealed class HeldLane : IDisposable
{
    private readonly TaskCompletionSource _isHeld = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _released = new();

    private HeldLane(ComputeLane lane) => lane.Post(
        _ =>
        {
            _isHeld.SetResult();
            _released.Wait();
        },
        null);

    /// <summary>Returns when nothing else runs on the lane.</summary>
    public static async Task<HeldLane> Hold(ComputeLane lane)
    {
        var held = new HeldLane(lane);
        await held._isHeld.Task;
        return held;
    }

    public void Dispose() => _released.Set();
}

namespace Granary.Grains.Training;

/// <summary>
/// How often a job goes back without coming any further than before. Silos may be lost in any number; but what fails again and
/// again at one place is no loss, and has to be told.
/// </summary>
internal sealed class RetryLimit
{
    private const int Most = 30;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private long _furthest = -1;
    private int _count;

    /// <summary>Whether to try once more, having come to a step.</summary>
    public bool MayGoOn(long step)
    {
        _count = step > _furthest ? 1 : _count + 1;
        _furthest = Math.Max(step, _furthest);
        return _count <= Most;
    }

    /// <summary>Waits longer from time to time; not before the first.</summary>
    public Task Wait() => _count == 1
        ? Task.CompletedTask
        : Task.Delay(TimeSpan.FromMilliseconds(Math.Min(100 << Math.Min(_count, 10), LongestWait.TotalMilliseconds)));
}

namespace Granary.Grains.Membership;

/// <summary>
/// Looks after silos while they work together. Of two that do not reach each other each waits for the other, up to the time-out of
/// a call, which is minutes.
/// </summary>
internal sealed class LinkWatch(string[] silos, SiloLinks links)
{
    // Spans are shorter: where nothing is wrong, nobody is asked.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Waits for something that the silos do together.</summary>
    /// <exception cref="TimeoutException">Two looks one after the other found the same two that do not reach each other.</exception>
    public async Task While(Task work)
    {
        HashSet<SiloPair> before = [];
        for (var wait = Quiet; !await EndsWithin(work, wait); wait = Pause)
        {
            var look = links.FindBroken(silos);
            if (await Task.WhenAny(work, look) == work)
            {
                break;
            }

            var broken = await look;
            if (broken.Where(before.Contains).ToArray() is { Length: > 0 } still)
            {
                throw new TimeoutException(string.Join(", ", still) + ".");
            }

            before = broken;
        }

        await work;
    }

    private static async Task<bool> EndsWithin(Task work, TimeSpan time)
    {
        using var ended = new CancellationTokenSource();
        var isWork = await Task.WhenAny(work, Task.Delay(time, ended.Token)) == work;
        await ended.CancelAsync();
        return isWork;
    }
}

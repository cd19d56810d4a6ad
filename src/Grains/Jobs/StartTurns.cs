namespace Granary.Grains.Jobs;

/// <summary>
/// Who may start: any number of jobs at once, but a suspect alone (told above <see cref="Training.StartGuard"/>). A turn lasts until it is given
/// back, or for so long that whoever had it must have been lost.
/// </summary>
internal sealed class StartTurns(TimeProvider time)
{
    // Longer than a silo that stands still stays a member, and than preparing and a first step take, but for the largest networks.
    private static readonly TimeSpan LongestTurn = TimeSpan.FromMinutes(2);

    // Who waits asks many times a second.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, (bool IsAlone, DateTimeOffset Until)> _turns = [];

    // In their order. While one waits nobody else begins, or it might wait for ever.
    private readonly List<(string Job, DateTimeOffset Until)> _waiting = [];

    /// <summary>Asks for a turn; repeated until it is given.</summary>
    /// <param name="job">The job.</param>
    /// <param name="isSuspect">Whether it has to start alone.</param>
    public bool Begin(string job, bool isSuspect)
    {
        var now = time.GetUtcNow();
        ForgetLost(now);
        _turns.Remove(job);
        var mayBegin = isSuspect ? IsFirst(job, now) && _turns.Count == 0 : _waiting.Count == 0 && !_turns.Values.Any(t => t.IsAlone);
        if (mayBegin)
        {
            _waiting.RemoveAll(w => w.Job == job);
            _turns[job] = (isSuspect, now + LongestTurn);
        }

        return mayBegin;
    }

    /// <summary>Gives a turn back, or waits for one no longer.</summary>
    /// <param name="job">The job.</param>
    public void End(string job)
    {
        _turns.Remove(job);
        _waiting.RemoveAll(w => w.Job == job);
    }

    private void ForgetLost(DateTimeOffset now)
    {
        _waiting.RemoveAll(w => w.Until < now);
        foreach (var (job, turn) in _turns)
        {
            if (turn.Until < now)
            {
                _turns.Remove(job);
            }
        }
    }

    private bool IsFirst(string job, DateTimeOffset now)
    {
        var place = _waiting.FindIndex(w => w.Job == job);
        if (place < 0)
        {
            place = _waiting.Count;
            _waiting.Add(default);
        }

        _waiting[place] = (job, now + LongestSilence);
        return place == 0;
    }
}

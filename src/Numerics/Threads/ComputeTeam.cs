namespace Granary.Numerics.Threads;

/// <summary>
/// A fixed set of threads that share the work of one caller. The caller is one of them: a team of 1 has no other thread.
/// </summary>
/// <remarks>
/// Parts are taken one by one from a ticket, so a thread that loses its core to somebody else delays one part only, and a
/// helper that wakes late finds nothing left and delays nobody. Which thread does a part, and when, cannot change a result:
/// parts write to places of their own.
/// <para>
/// A helper that has nothing to do spins for some microseconds, which is what the gaps inside a training step last, and
/// then sleeps, so that an idle team leaves its cores to others.
/// </para>
/// </remarks>
public sealed class ComputeTeam : IDisposable
{
    /// <summary>The largest number of parts in one work.</summary>
    public const int MaxParts = ushort.MaxValue;

    private const int SpinsBeforeSleep = 2000;

    private readonly Thread[] _helpers;
    private readonly SemaphoreSlim _wake = new(0);
    private IParallelWork? _work;
    private Exception? _failure;

    // round (32 bits) | parts (16) | next part (16). One word, so that taking a part also proves that the round,
    // and with it _work, is still the one that was looked at.
    private long _ticket;
    private int _done;
    private int _sleeping;
    private volatile bool _stopped;

    /// <summary>Starts the helpers.</summary>
    /// <param name="threads">Threads, the caller's included; at least 1.</param>
    public ComputeTeam(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _helpers = new Thread[threads - 1];
        for (var t = 0; t < _helpers.Length; t++)
        {
            _helpers[t] = new Thread(HelperLoop) { IsBackground = true, Name = $"granary-compute-{t + 1}" };
            _helpers[t].Start();
        }
    }

    /// <summary>Threads, the caller's included.</summary>
    public int Threads => _helpers.Length + 1;

    /// <summary>Does all parts of a work and returns when they are done. Only one caller at a time.</summary>
    /// <param name="work">The work.</param>
    /// <param name="parts">Number of parts, at most <see cref="MaxParts"/>.</param>
    /// <exception cref="InvalidOperationException">
    /// A part failed; the inner exception says how. The other parts may have been done or not; the team can be used again.
    /// </exception>
    public void Run(IParallelWork work, int parts)
    {
        if (_helpers.Length == 0 || parts < 2)
        {
            DoAlone(work, parts);
            return;
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(parts, MaxParts);
        _work = work;
        _done = 0;
        NextRound(parts);
        DoParts();
        WaitForParts(parts);
        _work = null;
        if (_failure is { } failure)
        {
            _failure = null;
            throw Failed(failure);
        }
    }

    /// <summary>Stops the helpers. No work may be under way.</summary>
    public void Dispose()
    {
        _stopped = true;
        NextRound(0);
        foreach (var helper in _helpers)
        {
            helper.Join();
        }

        _wake.Dispose();
    }

    private static void DoAlone(IParallelWork work, int parts)
    {
        try
        {
            for (var part = 0; part < parts; part++)
            {
                work.Execute(part);
            }
        }
        catch (Exception e)
        {
            throw Failed(e);
        }
    }

    private static InvalidOperationException Failed(Exception failure) =>
        new("A compute thread failed: " + failure.Message, failure);

    private void NextRound(int parts)
    {
        var round = (Volatile.Read(ref _ticket) >> 32) + 1;
        Interlocked.Exchange(ref _ticket, (round << 32) | ((long)parts << 16));
        var sleeping = Interlocked.Exchange(ref _sleeping, 0);
        if (sleeping > 0)
        {
            _wake.Release(sleeping);
        }
    }

    private void DoParts()
    {
        while (true)
        {
            var ticket = Volatile.Read(ref _ticket);
            var part = (int)(ticket & 0xFFFF);
            var work = _work;
            if (part >= (int)((ticket >> 16) & 0xFFFF))
            {
                return;
            }

            if (Interlocked.CompareExchange(ref _ticket, ticket + 1, ticket) == ticket)
            {
                DoPart(work!, part);
            }
        }
    }

    private void DoPart(IParallelWork work, int part)
    {
        try
        {
            work.Execute(part);
        }
        catch (Exception e)
        {
            _failure = e;
        }

        Interlocked.Increment(ref _done);
    }

    private void WaitForParts(int parts)
    {
        var spinner = default(SpinWait);
        while (Volatile.Read(ref _done) != parts)
        {
            // Never sleeps a millisecond: what is awaited is the rest of a part.
            spinner.SpinOnce(sleep1Threshold: -1);
        }
    }

    private void HelperLoop()
    {
        var seen = 0L;
        while (!_stopped)
        {
            seen = WaitForRound(seen);
            DoParts();
        }
    }

    private long WaitForRound(long seen)
    {
        for (var spin = 0; spin < SpinsBeforeSleep; spin++)
        {
            if (Volatile.Read(ref _ticket) >> 32 is var round && round != seen)
            {
                return round;
            }

            Thread.SpinWait(10);
        }

        // Announce the sleep, then look once more: NextRound raises the round first and then looks for sleepers.
        Interlocked.Increment(ref _sleeping);
        if (Volatile.Read(ref _ticket) >> 32 is var latest && latest != seen && TryTakeBackSleep())
        {
            return latest;
        }

        _wake.Wait();
        return Volatile.Read(ref _ticket) >> 32;
    }

    // False when NextRound has counted this sleeper already, so that a permit is on its way, which has to be used up.
    private bool TryTakeBackSleep()
    {
        while (true)
        {
            var sleeping = Volatile.Read(ref _sleeping);
            if (sleeping == 0)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _sleeping, sleeping - 1, sleeping) == sleeping)
            {
                return true;
            }
        }
    }
}

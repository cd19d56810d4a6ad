namespace Granary.Clustering.Transport;

/// <summary>
/// Those who have connected and are not through the door yet. Each has <see cref="Time"/>; when there are too many, the one that
/// has stood there longest goes. A silo is through in milliseconds, so strangers that connect and wait keep nobody out.
/// </summary>
/// <param name="most">The most of them at once.</param>
internal sealed class Arrivals(int most = Arrivals.Most)
{
    /// <summary>The most of them at once: less than files that a process may have open.</summary>
    public const int Most = 512;

    private readonly Lock _lock = new();
    private readonly LinkedList<CancellationTokenSource> _waiting = [];

    /// <summary>How long a handshake may take.</summary>
    public static TimeSpan Time => TimeSpan.FromSeconds(10);

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Does something while one waits; it is cancelled when its time is over or others need the room.</summary>
    /// <param name="pass">What is done.</param>
    /// <param name="cancellationToken">Ends it too.</param>
    public async Task<T> WaitAsync<T>(Func<CancellationToken, Task<T>> pass, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var place = Enter(end);
        end.CancelAfter(Time);
        try
        {
            return await pass(end.Token);
        }
        finally
        {
            Leave(place);
        }
    }

    private LinkedListNode<CancellationTokenSource> Enter(CancellationTokenSource end)
    {
        lock (_lock)
        {
            if (_waiting.Count >= most)
            {
                // Under the lock it is not disposed of yet: it leaves first. What follows from the cancellation must not run here.
                var oldest = _waiting.First!;
                _waiting.Remove(oldest);
                oldest.Value.CancelAfter(TimeSpan.Zero);
            }

            return _waiting.AddLast(end);
        }
    }

    private void Leave(LinkedListNode<CancellationTokenSource> place)
    {
        lock (_lock)
        {
            if (place.List is not null)
            {
                _waiting.Remove(place);
            }
        }
    }
}

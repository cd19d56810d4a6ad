using System.Collections.Concurrent;
using System.Diagnostics;
using Granary.Numerics.Threads;

namespace Granary.Grains.Compute;

/// <summary>
/// The silo's compute threads: one that leads and its team. All arithmetic of a silo runs here and never on the thread pool,
/// so that Orleans' pings and sockets are always served.
/// </summary>
/// <remarks>
/// The leading thread runs one thing at a time, with the whole team at its hand. What it runs may be asynchronous: while it
/// awaits, the next one in the queue runs, and it goes on here, on this thread, when it can. So several workers of a silo
/// share the cores without ever competing for them, and what completes at once costs no change of threads.
/// </remarks>
public sealed class ComputeExecutor : SynchronizationContext, IDisposable
{
    private const int LargeBytes = 512 * 1024;

    private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> _queue = new();
    private readonly SemaphoreSlim _queued = new(0);
    private readonly Thread _leader;
    private volatile bool _stopped;
    private long _busy;
    private readonly Lock _loadGate = new();
    private long _loadedAt = Stopwatch.GetTimestamp();
    private double _load;

    /// <summary>Starts the threads.</summary>
    /// <param name="threads">How many, at least 1.</param>
    public ComputeExecutor(int threads)
    {
        Team = new ComputeTeam(threads);
        _leader = new Thread(Lead) { IsBackground = true, Name = "granary-compute-0" };
        _leader.Start();
    }

    /// <summary>The threads. Only for what runs on the leading thread.</summary>
    public ComputeTeam Team { get; }

    /// <summary>Whether the caller is on the leading thread.</summary>
    public bool IsCurrent => Thread.CurrentThread == _leader;

    /// <summary>Whether something is queued behind what runs now.</summary>
    public bool HasWork => !_queue.IsEmpty;

    /// <summary>Runs something on the leading thread, which it comes back to after each of its awaits.</summary>
    /// <param name="work">What to run.</param>
    public Task<T> Run<T>(Func<Task<T>> work)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(_ => Complete(work, completion), null);
        return completion.Task;
    }

    /// <summary>
    /// The share of time in which the leading thread was at work lately, from 0 to 1: since this was asked last, but for at least a second,
    /// so that those who ask do not disturb each other.
    /// </summary>
    public double Load
    {
        get
        {
            lock (_loadGate)
            {
                var passed = Stopwatch.GetTimestamp() - _loadedAt;
                if (passed >= Stopwatch.Frequency)
                {
                    _load = Math.Clamp((double)Interlocked.Exchange(ref _busy, 0) / passed, 0, 1);
                    _loadedAt += passed;
                }

                return _load;
            }
        }
    }

    /// <summary>
    /// Lets the thread that has just been given a message to send do so. Where it shares the core with computing, it would wait for
    /// the end of a time slice, some milliseconds, and another silo with it. Does nothing for small messages: they come with short
    /// computations, and then the pool's threads, which spin for a while when idle, are the ones that take too long.
    /// </summary>
    /// <param name="bytes">What the message is about.</param>
    public static void GiveWay(long bytes)
    {
        if (bytes >= LargeBytes)
        {
            Thread.Yield();
        }
    }

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        _queue.Enqueue((d, state));
        _queued.Release();
    }

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Stops the threads after what runs now. What is still queued never runs.</summary>
    public void Dispose()
    {
        _stopped = true;
        _queued.Release();
        if (!IsCurrent)
        {
            _leader.Join();
        }
    }

    private static async void Complete<T>(Func<Task<T>> work, TaskCompletionSource<T> completion)
    {
        try
        {
            completion.SetResult(await work());
        }
        catch (Exception e)
        {
            completion.SetException(e);
        }
    }

    private void Lead()
    {
        SetSynchronizationContext(this);
        while (true)
        {
            _queued.Wait();
            if (_stopped)
            {
                Team.Dispose();
                return;
            }

            if (_queue.TryDequeue(out var item))
            {
                var start = Stopwatch.GetTimestamp();
                item.Callback(item.State);
                Interlocked.Add(ref _busy, Stopwatch.GetTimestamp() - start);
            }
        }
    }
}

namespace Granary.Benchmarks.Common;

/// <summary>Something that is cleaned up once: by <see cref="Dispose"/>, or when the program ends without, as after Ctrl-C.</summary>
public sealed class CleanUp : IDisposable
{
    private readonly Action _action;
    private readonly EventHandler _atExit;
    private int _isDone;

    static CleanUp() => Console.CancelKeyPress += (_, e) =>
    {
        e.Cancel = true;
        Environment.Exit(130);
    };

    /// <param name="action">Does it.</param>
    public CleanUp(Action action)
    {
        _action = action;
        _atExit = (_, _) => Dispose();
        AppDomain.CurrentDomain.ProcessExit += _atExit;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDone, 1) == 0)
        {
            AppDomain.CurrentDomain.ProcessExit -= _atExit;
            _action();
        }
    }
}

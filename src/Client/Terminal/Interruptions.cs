using System.Runtime.InteropServices;

namespace Granary.Client.Terminal;

/// <summary>
/// Ctrl-C and the system's request to end: the first one is told to the commands, the second one ends the program at once.
/// </summary>
internal sealed class Interruptions : IDisposable
{
    private const string ShowCursor = "\u001b[?25h";

    private readonly CancellationTokenSource _first = new();
    private readonly PosixSignalRegistration[] _registrations;
    private int _count;

    /// <summary>Starts to listen.</summary>
    public Interruptions() =>
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
        ];

    /// <summary>Cancelled by the first interruption.</summary>
    public CancellationToken First => _first.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _first.Dispose();
    }

    private void OnSignal(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (Interlocked.Increment(ref _count) == 1)
        {
            // Whoever waits for the token goes on elsewhere, so that a second signal finds this handler free.
            _ = _first.CancelAsync();
            return;
        }

        if (!Console.IsOutputRedirected)
        {
            Console.Out.WriteLine(ShowCursor);
        }

        Environment.Exit(ExitCodes.Interrupted);
    }
}

using System.Runtime.InteropServices;

namespace Granary.Benchmarks.Common;

/// <summary>Signals as the kernel numbers them on Linux.</summary>
public static partial class Signal
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    /// <summary>Sends a signal to one process.</summary>
    /// <exception cref="InvalidOperationException">It cannot be sent, for example because the process is gone.</exception>
    public static void Send(int process, int signal)
    {
        if (SendCore(process, signal) != 0)
        {
            throw new InvalidOperationException(
                $"Signal {signal} was not sent to process {process}: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendCore(int process, int signal);
}

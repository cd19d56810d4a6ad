using System.Diagnostics;
using System.Text;
using Xunit;

namespace Granary.Testing.Servers;

/// <summary>A server of the tests' own, ended with them.</summary>
public sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    public ServerProcess(string program, IEnumerable<string> arguments)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task RunAsync(string program, params string[] arguments)
    {
        using var run = new ServerProcess(program, arguments);
        await run._process.WaitForExitAsync();
        Assert.True(run._process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {run._process.ExitCode}: {run.Output}");
    }

    /// <summary>Asks until the server answers.</summary>
    public async Task WaitAsync(Func<Task> ask)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await ask();
                return;
            }
            catch (Exception) when (!_process.HasExited && Stopwatch.GetElapsedTime(start) < StartTime)
            {
                await Task.Delay(Look);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException(
                    $"{_process.StartInfo.FileName} did not answer within {StartTime.TotalSeconds} s, or ended. It said: {Output}", e);
            }
        }
    }

    /// <summary>Ends it at once.</summary>
    public void Kill()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Interrupt();
        }

        if (!_process.WaitForExit(StopTime))
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.WaitForExit();
        _process.Dispose();
    }

    // Killed outright, PostgreSQL would leave its shared memory behind.
    private void Interrupt()
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -INT {_process.Id}"]);
        kill.WaitForExit();
    }

    private string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
        }
    }
}

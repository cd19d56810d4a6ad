using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Granary.Benchmarks.Common;

namespace Granary.Benchmarks.Faults.Clusters;

/// <summary>A silo in a process of its own, to which things happen.</summary>
public sealed class SiloProcess : IDisposable
{
    private const int AnnouncedLines = 5;
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private Task _rest = Task.CompletedTask;

    private SiloProcess(Process process)
    {
        _process = process;
        Id = process.Id;
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginErrorReadLine();
    }

    public int Id { get; }

    /// <summary>Where other silos reach it.</summary>
    public IPEndPoint Address { get; private set; } = new(0, 0);

    /// <summary>Where clients reach it.</summary>
    public IPEndPoint Gateway { get; private set; } = new(0, 0);

    public bool IsFrozen { get; private set; }

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>What it said on standard output and standard error.</summary>
    public string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    /// <summary>Memory of it that is resident, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            var line = File.ReadLines($"/proc/{Id}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
            return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Starts a silo and waits until it has joined.</summary>
    /// <param name="before">A command that becomes the silo, for example one that enters a network namespace; empty for none.</param>
    /// <param name="arguments">The silo's arguments.</param>
    /// <exception cref="InvalidOperationException">It ended, or did not join in time; the message has what it said.</exception>
    public static async Task<SiloProcess> StartAsync(string[] before, params string[] arguments)
    {
        string[] command = [.. before, "dotnet", Repository.Program("Silo", "granary-silo.dll"), .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };

        // A process that is killed leaves the pipes behind on which it waited for a debugger.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        var silo = new SiloProcess(Process.Start(start)!);
        try
        {
            await silo.ReadAnnouncement().WaitAsync(StartTime);
            return silo;
        }
        catch (Exception e)
        {
            silo.Dispose();
            throw new InvalidOperationException($"{string.Join(' ', command)} did not join ({e.Message}). It said: {silo.Said}", e);
        }
    }

    /// <summary>Ends it at once, and waits until it is gone.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, as a service manager does.</summary>
    public void Terminate() => Signal.Send(Id, Signal.Terminate);

    /// <summary>Has it do nothing from now on.</summary>
    public void Freeze()
    {
        Signal.Send(Id, Signal.Stop);
        IsFrozen = true;
    }

    /// <summary>Has a frozen one go on.</summary>
    public void Thaw()
    {
        Signal.Send(Id, Signal.Continue);
        IsFrozen = false;
    }

    /// <summary>Waits until it has ended by itself.</summary>
    /// <exception cref="TimeoutException">It did not, in a minute.</exception>
    public Task End() => _process.WaitForExitAsync().WaitAsync(EndTime);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.WaitForExit();
        _rest.Wait();
        _process.Dispose();
    }

    private async Task ReadAnnouncement()
    {
        for (var i = 0; i < AnnouncedLines; i++)
        {
            var line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("it ended");
            Keep(line);
            if (i == 0)
            {
                // Silo IP:PORT, clients at IP:PORT, ...
                var words = line.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
                (Address, Gateway) = (IPEndPoint.Parse(words[1]), IPEndPoint.Parse(words[4]));
            }
        }

        _rest = ReadRest();
    }

    private async Task ReadRest()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            Keep(line);
        }
    }

    private void Keep(string? line)
    {
        lock (_said)
        {
            _said.AppendLine(line);
        }
    }
}

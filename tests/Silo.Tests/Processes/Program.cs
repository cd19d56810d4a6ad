using System.Diagnostics;
using System.Text;

namespace Granary.Silo.Tests.Processes;

/// <summary>One of the programs, running as a process of its own.</summary>
internal sealed class Program : IAsyncDisposable
{
    // Generous: only a failing test ever waits that long.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _commandLine;
    private readonly Task<string> _error;
    private readonly StringBuilder _output = new();

    private Program(string assembly, string[] arguments, IReadOnlyDictionary<string, string> environment, params string[] before)
    {
        _commandLine = $"{Path.GetFileNameWithoutExtension(assembly)} {string.Join(' ', arguments)}";
        string[] command = [.. before, "dotnet", assembly, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (variable, value) in environment)
        {
            start.Environment[variable] = value;
        }

        _process = Process.Start(start)!;
        _error = _process.StandardError.ReadToEndAsync();
    }

    // Those of src as users start them, compiled ahead of time, which copies beside the tests are not; and the examples.
    private static string AssemblyOf(string program)
    {
        var tests = new DirectoryInfo(AppContext.BaseDirectory);
        var project = program switch
        {
            "granary" => "src/Client",
            "granary-silo" => "src/Silo",
            "own-silo" => "examples/OwnSilo",
            "granary-service" => "examples/Service",
            _ => null,
        };
        return project is null
            ? Path.Combine(tests.FullName, program + ".dll")
            : Path.Combine(Repository.Root, project, "bin", tests.Parent!.Name, tests.Name, program + ".dll");
    }

    public int Id => _process.Id;

    /// <summary>Everything read from standard output so far.</summary>
    public string Output => _output.ToString();

    public static Program Start(string name, params string[] arguments) => new(AssemblyOf(name), arguments, new Dictionary<string, string>());

    /// <summary>Starts a program without arguments.</summary>
    public static Program Start(string name, IReadOnlyDictionary<string, string> environment) => new(AssemblyOf(name), [], environment);

    /// <summary>Runs a program to its end, behind a command that becomes it.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunBehind(string[] before, string name, params string[] arguments)
    {
        await using var program = new Program(AssemblyOf(name), arguments, new Dictionary<string, string>(), before);
        return await program.End();
    }

    /// <summary>Runs a program that is not of this repository to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAssembly(string assembly, IReadOnlyDictionary<string, string> environment)
    {
        await using var program = new Program(assembly, [], environment);
        return await program.End();
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> Run(string name, params string[] arguments)
    {
        await using var program = Start(name, arguments);
        return await program.End();
    }

    /// <summary>The next line of standard output.</summary>
    public async Task<string> ReadLine()
    {
        var line = await Wait(_process.StandardOutput.ReadLineAsync(), "a line of output");
        _output.AppendLine(line);
        return line ?? throw new InvalidOperationException($"{_commandLine} ended: expected a line of output. It said: {await _error}");
    }

    /// <summary>Asks the process to end, as a service manager does.</summary>
    public Task Terminate() => Signal("TERM");

    /// <summary>Sends the process a signal, by its name.</summary>
    public async Task Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{Id}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Ends the process at once, as SIGKILL does.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Waits for the process to end by itself.</summary>
    public async Task<(int ExitCode, string Output, string Error)> End()
    {
        _output.Append(await Wait(_process.StandardOutput.ReadToEndAsync(), "its end"));
        await Wait(_process.WaitForExitAsync().ContinueWith(_ => true, TaskScheduler.Default), "its end");
        return (_process.ExitCode, Output, await _error);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task<T> Wait<T>(Task<T> task, string expected)
    {
        try
        {
            return await task.WaitAsync(Deadline);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{_commandLine}: expected {expected} within {Deadline.TotalSeconds} s, its output so far: {Output}");
        }
    }
}

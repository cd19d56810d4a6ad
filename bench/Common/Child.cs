using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Granary.Benchmarks.Common;

/// <summary>
/// A process that answers requests: one line of JSON in, one out. Its first line says what it is, or has an <c>error</c>.
/// </summary>
public sealed class Child : IDisposable
{
    // What the caller's environment says about these could handicap a peer.
    private static readonly string[] HandicapPrefixes = ["OPENBLAS_", "GOTO_", "OMP_", "MKL_"];

    private readonly Process _process;
    private readonly string _name;

    private Child(string name, Process process, JsonElement description)
    {
        _name = name;
        _process = process;
        Description = description;
    }

    /// <summary>What it said first.</summary>
    public JsonElement Description { get; }

    /// <summary>Starts it; null where it cannot run.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">Variables it gets; those that direct a BLAS are taken away otherwise.</param>
    /// <param name="remedy">How to make it run.</param>
    /// <param name="skipped">Told why when it cannot run.</param>
    public static Child? Start(
        string name, string[] command, IReadOnlyDictionary<string, string> environment, string remedy, Action<string> skipped)
    {
        var info = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var variable in info.Environment.Keys.Where(IsHandicap).ToArray())
        {
            info.Environment.Remove(variable);
        }

        foreach (var (variable, value) in environment)
        {
            info.Environment[variable] = value;
        }

        try
        {
            var process = Process.Start(info)!;
            var (description, fault) = ReadDescription(process);
            if (fault is null)
            {
                return new Child(name, process, description);
            }

            process.StandardInput.Close();
            skipped($"{name}: {fault}. {remedy}");
        }
        catch (Win32Exception e)
        {
            skipped($"{name}: {e.Message}. {remedy}");
        }

        return null;
    }

    /// <summary>Sends a request and waits for its answer.</summary>
    /// <exception cref="InvalidOperationException">The process ended or reports an error.</exception>
    public JsonElement Ask(object request)
    {
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(request));
        var line = _process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException($"{_name}: the process ended. See its message above.");
        var answer = JsonDocument.Parse(line).RootElement;
        return answer.TryGetProperty("error", out var error)
            ? throw new InvalidOperationException($"{_name}: {error.GetString()}")
            : answer;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static (JsonElement Description, string? Fault) ReadDescription(Process process)
    {
        var line = process.StandardOutput.ReadLine();
        if (line is null)
        {
            return (default, "it ended at once");
        }

        try
        {
            var description = JsonDocument.Parse(line).RootElement;
            return (description, description.TryGetProperty("error", out var error) ? error.GetString() : null);
        }
        catch (JsonException)
        {
            return (default, $"it began with '{line}', expected a description of itself");
        }
    }

    private static bool IsHandicap(string variable) =>
        HandicapPrefixes.Any(prefix => variable.StartsWith(prefix, StringComparison.Ordinal));
}

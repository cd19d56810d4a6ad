using System.Diagnostics;
using System.Globalization;
using Granary.Benchmarks.Common;

namespace Granary.Benchmarks.Peers.Starting;

/// <summary>How long <c>granary run examples/digits.json</c> takes until it trains and until it is done, as a user sees it.</summary>
public static class Startup
{
    private const int Runs = 5;

    public static void Run()
    {
        var program = Repository.Program("Client", "granary");
        if (!File.Exists(program))
        {
            throw new FileNotFoundException($"Found no {program}. dotnet build -c Release src/Client");
        }

        var runs = Enumerable.Range(0, Runs).Select(_ => RunOnce(program)).ToList();
        Write("until it trains", [.. runs.Select(r => r.First)]);
        Write("until it ends", [.. runs.Select(r => r.End)]);
    }

    private static (double First, double End) RunOnce(string program)
    {
        var info = new ProcessStartInfo(program, ["run", Path.Combine(Repository.Root, "examples", "digits.json")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(info)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        double? first = null;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (first is null && IsTraining(line))
            {
                first = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }

        process.WaitForExit();
        return process.ExitCode == 0 && first is { } milliseconds
            ? (milliseconds, Stopwatch.GetElapsedTime(start).TotalMilliseconds)
            : throw new InvalidOperationException($"{program} ended with exit code {process.ExitCode}, expected 0 and a trained job.");
    }

    // A record after the first steps; of a short job it may be the last.
    private static bool IsTraining(string line) =>
        line.Contains("state=running", StringComparison.Ordinal) || line.Contains("state=completed", StringComparison.Ordinal);

    private static void Write(string what, double[] milliseconds) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{what}: median {Statistics.Median(milliseconds):F0} ms, "
        + $"from {milliseconds.Min():F0} to {milliseconds.Max():F0} ms, {Runs} runs"));
}

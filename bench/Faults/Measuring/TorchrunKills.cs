using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Granary.Benchmarks.Common;

namespace Granary.Benchmarks.Faults.Measuring;

/// <summary>
/// The peer: PyTorch's DDP with gloo under torchrun, two ranks, one of which is killed. torchrun ends the other one and starts both
/// anew. Its monitor looks every 0.1 s here, where it would look every 5 s if nobody said anything.
/// </summary>
/// <param name="python">The interpreter that has PyTorch.</param>
public sealed class TorchrunKills(string python)
{
    public const int CheckpointSteps = 500;
    public const int StepsBeforeAKill = 700;
    public const int RowsOfARank = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    public async Task<IReadOnlyList<KillResult>> Run(int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("granary-torchrun-");
        using var torchrun = Start(folder.FullName, rounds);
        try
        {
            var results = new List<KillResult>();
            long from = 0;
            for (var i = 0; i < rounds; i++)
            {
                var before = await Until(folder.FullName, torchrun, l => l.Restart == i && l.Step > from + StepsBeforeAKill);
                var rank = File.ReadAllText(Path.Combine(folder.FullName, $"rank-{1 - (i % 2)}.pid"));
                var killed = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1e3;
                Signal.Send(int.Parse(rank, CultureInfo.InvariantCulture), Signal.Kill);
                var last = Lines(folder.FullName).Where(l => l.Restart == i).Max(l => l.Step);
                var after = await Until(folder.FullName, torchrun, l => l.Restart == i + 1);
                results.Add(new KillResult(after.At - killed, Math.Max(0, last - (after.Step - 1))));
                from = before.Step;
                Console.WriteLine($"torchrun: {results[^1].Seconds:F2} s, {results[^1].StepsLost} steps lost");
            }

            return results;
        }
        finally
        {
            // It ends its ranks when it is asked to end.
            if (!torchrun.HasExited)
            {
                Signal.Send(torchrun.Id, Signal.Terminate);
            }

            await torchrun.WaitForExitAsync();
            folder.Delete(recursive: true);
        }
    }

    private Process Start(string folder, int rounds)
    {
        string[] arguments =
        [
            "-m", "torch.distributed.run", "--standalone", "--nproc_per_node=2", $"--max_restarts={rounds + 1}", "--monitor_interval=0.1",

            // With its own defaults for these, the version of Debian 12 does not start.
            "--redirects=1", "--tee=1", $"--log_dir={folder}",
            Path.Combine(AppContext.BaseDirectory, "Python", "torchrun_peer.py"), folder, "100000000", $"{CheckpointSteps}", $"{RowsOfARank}",
        ];
        var start = new ProcessStartInfo(python, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var variable in start.Environment.Keys.Where(k => k.StartsWith("OPENBLAS_", StringComparison.Ordinal)).ToArray())
        {
            // What the caller's environment says about it could handicap the peer.
            start.Environment.Remove(variable);
        }

        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }

    private static async Task<Line> Until(string folder, Process torchrun, Func<Line, bool> isFulfilled)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < Patience && !torchrun.HasExited)
        {
            if (Lines(folder).FirstOrDefault(isFulfilled) is { } line)
            {
                return line;
            }

            await Task.Delay(Look);
        }

        throw new InvalidOperationException(
            $"torchrun {(torchrun.HasExited ? $"ended with {torchrun.ExitCode}" : "did not go on")}. It needs python3-torch; see --python.");
    }

    private static IEnumerable<Line> Lines(string folder)
    {
        var path = Path.Combine(folder, "log.jsonl");
        if (!File.Exists(path))
        {
            return [];
        }

        // The last line may be half written.
        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var text = file.ReadToEnd();
        return text[..(text.LastIndexOf('\n') + 1)]
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonSerializer.Deserialize<Line>(l, JsonSerializerOptions.Web)!);
    }

    private sealed record Line(double At, long Step, int Restart);
}

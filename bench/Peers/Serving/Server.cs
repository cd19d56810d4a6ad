using System.Text.Json;
using Granary.Benchmarks.Common;
using Granary.Benchmarks.Common.Workloads;

namespace Granary.Benchmarks.Peers.Serving;

/// <summary>
/// The other end of a <see cref="Child"/>: answers <c>{"op": "losses", "steps"}</c> with <c>{losses, weightsHash}</c> and
/// <c>{"op": "time", "seconds"}</c> with <c>{rowsPerSecond, peakBytes}</c>. The Python peers speak the same.
/// </summary>
public static class Server
{
    /// <summary>The first argument that makes this program a server.</summary>
    public const string Verb = "serve";

    public const string Grains = "grains";

    public const string Command = "command";

    /// <summary>Serves one of the project's own trainers until its input ends.</summary>
    /// <param name="kind"><see cref="Grains"/>, <see cref="Command"/>, or the number of shards for the sequential trainer.</param>
    /// <param name="folder">The folder of the workload.</param>
    public static async Task Run(string kind, string folder)
    {
        var workload = Workload.Read(folder);
        await using ITrainer trainer = kind switch
        {
            Grains => await GrainsTrainer.Start(workload),
            Command => new CommandTrainer(workload, folder),
            _ => new SequentialPeer(workload, int.Parse(kind)),
        };
        await Run(trainer);
    }

    /// <summary>Serves a trainer until its input ends.</summary>
    public static async Task Run(ITrainer trainer)
    {
        Say(new { name = trainer.Name });
        while (Console.In.ReadLine() is { } line)
        {
            Say(await Answer(trainer, JsonDocument.Parse(line).RootElement));
        }
    }

    private static async Task<object> Answer(ITrainer trainer, JsonElement request)
    {
        if (request.GetProperty("op").GetString() == "losses")
        {
            var (losses, weightsHash) = await trainer.FirstSteps(request.GetProperty("steps").GetInt32());
            return new { losses, weightsHash };
        }

        var rowsPerSecond = await trainer.RowsPerSecond(request.GetProperty("seconds").GetDouble());
        return new { rowsPerSecond, peakBytes = trainer.PeakBytes };
    }

    private static void Say(object answer) => Console.WriteLine(JsonSerializer.Serialize(answer));
}

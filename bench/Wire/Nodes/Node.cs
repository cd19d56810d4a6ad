using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Granary.Benchmarks.Wire.Exchange;

namespace Granary.Benchmarks.Wire.Nodes;

/// <summary>One of the two processes of a subject: serves requests on its standard input, a line each.</summary>
public static class Node
{
    public const string Verb = "node";

    /// <summary>Serves until standard input ends.</summary>
    public static async Task Run(SubjectKind kind, int process, int port)
    {
        await using INode node = kind == SubjectKind.Raw ? RawNode.Start(process, port) : await SiloNode.Start(kind, process, port);
        if (kind != SubjectKind.Raw || process == 1)
        {
            SayReady();
        }

        Slices? slices = null;
        while (Console.ReadLine() is { } line)
        {
            var request = JsonSerializer.Deserialize<NodeRequest>(line)!;
            try
            {
                slices = await Prepare(node, slices, request, process);
                Console.WriteLine(JsonSerializer.Serialize(await Measure(node, slices, request.Steps)));
            }
            catch (Exception e)
            {
                Console.WriteLine(JsonSerializer.Serialize(new { error = e.Message }));
            }
        }
    }

    public static void SayReady() => Console.WriteLine("{}");

    public static string[] Command(SubjectKind kind, int process, int port) =>
    [
        "taskset", "-c", process.ToString(CultureInfo.InvariantCulture), Environment.ProcessPath!, Verb,
        kind.ToString(), process.ToString(CultureInfo.InvariantCulture), port.ToString(CultureInfo.InvariantCulture),
    ];

    private static async Task<Slices> Prepare(INode node, Slices? slices, NodeRequest request, int process)
    {
        if (slices?.Workload.Name != request.Workload)
        {
            slices = new Slices(Workload.All.Single(w => w.Name == request.Workload), process);
            await node.Prepare(slices);
        }

        return slices;
    }

    private static async Task<NodeAnswer> Measure(INode node, Slices slices, int steps)
    {
        var (receives, allocated) = (node.Receives, GC.GetTotalAllocatedBytes());
        var (cpu, start) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        await node.Run(steps);
        var answer = new NodeAnswer(
            Stopwatch.GetElapsedTime(start).TotalSeconds,
            (Environment.CpuUsage.TotalTime - cpu).TotalSeconds,
            GC.GetTotalAllocatedBytes() - allocated,
            node.Receives - receives);
        if (steps > 0)
        {
            slices.Check(steps);
        }

        return answer;
    }
}

/// <summary>Steps to make, 0 to get ready only.</summary>
public sealed record NodeRequest(string Workload, int Steps);

/// <summary>What they took in this process.</summary>
public sealed record NodeAnswer(double Seconds, double CpuSeconds, long AllocatedBytes, long? Receives);

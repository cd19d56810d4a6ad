using System.Text.Json;
using Granary.Benchmarks.Common;
using Granary.Benchmarks.Common.Workloads;

namespace Granary.Benchmarks.Peers.Comparing;

/// <summary>Somebody who trains the network.</summary>
public sealed class TrainingSubject(SubjectKind kind, string name, PeerNetwork network, Child child) : Subject(kind, name)
{
    public override string Description => child.Description.GetRawText();

    /// <summary>How far its first losses are from the sequential trainer's, as a share; NaN before they were compared.</summary>
    public double LossDeviation { get; set; } = double.NaN;

    /// <summary>The losses of the first steps, and the hash of the weights after them where the trainer makes one.</summary>
    public (double[] Losses, string? WeightsHash) FirstSteps(int steps)
    {
        var answer = child.Ask(new { op = "losses", steps });
        var losses = answer.GetProperty("losses").Deserialize<double[]>()!;
        return (losses, answer.TryGetProperty("weightsHash", out var hash) ? hash.GetString() : null);
    }

    public override void Measure(double seconds)
    {
        var answer = child.Ask(new { op = "time", seconds });
        Gflops.Add(answer.GetProperty("rowsPerSecond").GetDouble() / network.BatchSize * network.FlopsPerStep / 1e9);
        if (answer.GetProperty("peakBytes").ValueKind == JsonValueKind.Number)
        {
            PeakBytes.Add(answer.GetProperty("peakBytes").GetInt64());
        }
    }

    public override void Dispose() => child.Dispose();
}

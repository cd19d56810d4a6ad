using System.Globalization;
using System.Text;
using Granary.Benchmarks.Common;
using Granary.Benchmarks.Common.Workloads;
using Granary.Benchmarks.Scaling.Reporting;
using Granary.Formulas.Activations;
using Granary.Numerics.Networks;

namespace Granary.Benchmarks.Scaling.Projection;

/// <summary>The tables of <c>docs/scaling.md</c>, put between its two marks. What they assume is told there.</summary>
public static class Page
{
    private const string Begin = "<!-- tables by bench/Scaling --only page: begin -->";
    private const string End = "<!-- tables: end -->";

    private const int Cores = 8;

    // 1448 bytes of an Ethernet frame of 1538 are ours.
    private const double WireBytesPerByte = 1538.0 / 1448;

    // Of one core, for sending or receiving a message: processor time of a step of the smallest network on two silos, which is four
    // such, less its arithmetic.
    private const double SecondsPerMessage = 40e-6;

    private static readonly string[] Networks = ["784-1024-1024-10", "784-2048-2048-2048-10"];

    public static string Update(Results results)
    {
        var path = Path.Combine(Repository.Root, "docs", "scaling.md");
        var page = File.ReadAllText(path);
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin || results.Bytes is null || results.Speed is null)
        {
            throw new InvalidOperationException(
                $"{path} needs the marks '{Begin}' and '{End}', and the folder of results the parts speed and bytes.");
        }

        var text = new StringBuilder(Begin).Append('\n');
        AppendCheck(text, results.Bytes.Results);
        AppendProjection(text, results.Speed.Results);
        File.WriteAllText(path, page[..begin] + text.Append('\n') + page[end..]);
        return text.ToString();
    }

    private static void AppendCheck(StringBuilder text, IReadOnlyList<BytesResult> measured)
    {
        text.Append("\nThe model beside what was measured, float32, bytes a silo sends in a step:\n\n");
        text.Append("| network | silos | mean: model | measured | off | largest: model | measured | off |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var m in measured.Where(m => m.Wire == "Float32"))
        {
            var model = new Spread(Shape(m.Network), m.Silos).Bytes;
            text.Append(CultureInfo.InvariantCulture, $"| {m.Network} | {m.Silos} ");
            foreach (var (expected, found) in new[] { (model.Average(), m.BytesPerStep.Average()), (model.Max(), m.BytesPerStep.Max()) })
            {
                text.Append(CultureInfo.InvariantCulture, $"| {expected:N0} | {found:N0} | {(found / expected) - 1:P1} ");
            }

            text.Append("|\n");
        }
    }

    private static void AppendProjection(StringBuilder text, IReadOnlyList<SpeedResult> speed)
    {
        text.Append("\nOne step, in milliseconds:\n\n");
        text.Append("| network, rows a machine | machines | largest sends | / bound | messages | compute | messages' time "
            + "| 10 Gbit/s | efficiency | 25 Gbit/s | efficiency |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var network in Networks.Select(name => PeerNetwork.All.Single(n => n.Name == name)))
        {
            var measured = speed.FirstOrDefault(s => s.Network == network.Name)
                ?? throw new InvalidOperationException($"The part speed has no {network.Name}, expected it for docs/scaling.md.");
            var compute = 1 / (Statistics.Median(measured.StepsPerSecond[SpeedResult.OneSilo]) * Cores);
            foreach (var machines in new[] { 16, 64, 256 })
            {
                AppendRow(text, network, machines, compute);
            }
        }
    }

    private static void AppendRow(StringBuilder text, PeerNetwork network, int machines, double compute)
    {
        var shape = Shape(network.Name);
        var spread = new Spread(shape, machines);
        var bytes = spread.Bytes.Max();
        var bound = 2.0 * (machines - 1) / machines * shape.Parameters * sizeof(float);
        var messages = 2 * spread.Messages.Max() * SecondsPerMessage / Cores;
        text.Append(
            CultureInfo.InvariantCulture,
            $"| {network.Name}, {network.BatchSize} | {machines} | {bytes / 1e6:F1} MB | {bytes / bound:F2} | {2 * spread.Messages.Max():F0} ");
        text.Append(CultureInfo.InvariantCulture, $"| {compute * 1e3:F1} | {messages * 1e3:F1} ");
        foreach (var bitsPerSecond in new[] { 10e9, 25e9 })
        {
            var transfer = bytes * 8 * WireBytesPerByte / bitsPerSecond;
            var overlapped = compute / (messages + Math.Max(compute, transfer));
            text.Append(CultureInfo.InvariantCulture, $"| {transfer * 1e3:F1} | {compute / (compute + messages + transfer):P0} to {overlapped:P0} ");
        }

        text.Append("|\n");
    }

    private static NetworkShape Shape(string name)
    {
        int[] dimensions = [.. name.Split('-').Select(int.Parse)];
        return new NetworkShape(dimensions, [.. dimensions.Skip(1).Select(_ => Activation.Relu)]);
    }
}

using System.Globalization;
using System.Text;
using Granary.Benchmarks.Common;
using Granary.Benchmarks.Faults.Measuring;

namespace Granary.Benchmarks.Faults.Reporting;

/// <summary>The other measurements as text.</summary>
public static class OtherReports
{
    private const int LevelFrom = 1000;

    public static string Memory(IReadOnlyList<(long Step, double[] Megabytes)> samples)
    {
        var text = Begin("Memory", "Three silos, 64-1000-900-10 (0.97 M parameters), adam, a checkpoint every 100 steps. Resident MB of each silo.");
        text.Append("| step | silo 1 | silo 2 | silo 3 |\n|---|---|---|---|\n");
        foreach (var (step, megabytes) in samples)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {step} | {string.Join(" | ", megabytes.Select(m => m.ToString("F0", CultureInfo.InvariantCulture)))} |\n");
        }

        var level = samples.Where(s => s.Step >= LevelFrom).ToArray();
        var (first, second) = (level[..(level.Length / 2)], level[(level.Length / 2)..]);
        var growth = Enumerable.Range(0, level[0].Megabytes.Length)
            .Select(i => second.Average(s => s.Megabytes[i]) / first.Average(s => s.Megabytes[i]) - 1);
        text.Append(CultureInfo.InvariantCulture, $"\nMean of the second half from step {LevelFrom} on against the first: ");
        text.Append(string.Join(", ", growth.Select(g => g.ToString("+0.0 %;-0.0 %", CultureInfo.InvariantCulture)))).Append(".\n");
        return text.ToString();
    }

    public static string Cost(IReadOnlyList<(double With, double Without)> pairs, int seconds)
    {
        var text = Begin(
            "What checkpoints cost",
            $"Two silos, 784-2048-2048-2048-10, mini-batches of 1024, {seconds} s a side: a checkpoint every 30 s, and none, in turn.");
        text.Append("| pair | steps/s with | without | ratio |\n|---|---|---|---|\n");
        for (var i = 0; i < pairs.Count; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {i + 1} | {pairs[i].With:F3} | {pairs[i].Without:F3} | {pairs[i].With / pairs[i].Without:F3} |\n");
        }

        var ratios = pairs.Select(p => p.With / p.Without).ToArray();
        text.Append(CultureInfo.InvariantCulture, $"\n**Median of the ratios {Statistics.Median(ratios):F3} [{ratios.Min():F3}..{ratios.Max():F3}].**\n");
        return text.ToString();
    }

    public static string Load(IReadOnlyList<LoadResult> pieces)
    {
        var text = Begin(
            "Healthy silos under full load",
            $"{pieces[0].Silos} silos of one compute thread on {pieces[0].Cores} cores, 64-1024-1024-10, adam, mini-batches of 512, a checkpoint every 30 s.");
        text.Append("| cluster | seconds | steps | silos declared dead | recoveries | dealt |\n|---|---|---|---|---|---|\n");
        for (var i = 0; i < pieces.Count; i++)
        {
            var piece = pieces[i];
            text.Append(CultureInfo.InvariantCulture, $"| {i + 1} | {piece.Seconds} | {piece.Steps} | {piece.Lost} | {piece.Recoveries} | {piece.Deals} |\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\n**{pieces.Sum(p => p.Seconds)} s under load: {pieces.Sum(p => p.Lost)} silos declared dead.**\n");
        return text.ToString();
    }

    public static string Torchrun(IReadOnlyList<KillResult> granary, IReadOnlyList<KillResult> torchrun)
    {
        var text = Begin(
            "A kill, beside torchrun",
            $"784-128-64-10, mini-batches of {2 * TorchrunKills.RowsOfARank}, two processes of one thread, a checkpoint every {TorchrunKills.CheckpointSteps} steps; SIGKILL to one. "
            + "torchrun: DDP with gloo, --monitor_interval=0.1 (the default is slower). Seconds from the kill to the next completed step: Granary's on the silo that is left, "
            + "another one is started then; torchrun's with both ranks started anew. Steps lost: from the last one seen to the checkpoint that training went on from; Granary's status shows "
            + "each span's end, so the steps of the span under way, here at most the 500 of a checkpoint, are taken again as well.");
        text.Append("| | kills | median s | worst s | median steps lost |\n|---|---|---|---|---|\n");
        foreach (var (name, kills) in new[] { ("Granary", granary), ("torchrun", torchrun) })
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {name} | {kills.Count} | {Statistics.Median(kills.Select(k => k.Seconds)):F2} | {kills.Max(k => k.Seconds):F2} | ");
            text.Append(CultureInfo.InvariantCulture, $"{Statistics.Median(kills.Select(k => (double)k.StepsLost)):F0} |\n");
        }

        return text.ToString();
    }

    private static StringBuilder Begin(string title, string setting)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {title}\n\n- Machine: {Machine.Describe()}\n- Date: {DateTime.UtcNow:yyyy-MM-dd}\n- {setting}\n\n");
        return text;
    }
}

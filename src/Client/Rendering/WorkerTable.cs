using System.Globalization;
using Granary.Client.Text;
using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.Statuses;

namespace Granary.Client.Rendering;

/// <summary>Who of a job's workers does what, and who holds the others up. Nothing while there is nobody to wait for.</summary>
internal static class WorkerTable
{
    private const int FewestLines = 3;

    /// <summary>Lays out the table.</summary>
    /// <param name="status">The job.</param>
    /// <param name="width">Columns of the screen.</param>
    /// <param name="most">Lines at most; the workers that do not fit are counted.</param>
    public static IReadOnlyList<Line> Lines(JobStatus status, int width, int most = int.MaxValue)
    {
        // What a job that stands still did before is no news.
        if (status.State != JobState.Running || status.Workers.Length < 2 || most < FewestLines)
        {
            return [];
        }

        var bottleneck = Bottleneck.Find(status.Workers);
        Line[] remark = bottleneck is null ? [] : [Remark(bottleneck, width)];
        var room = most - 1 - remark.Length;
        var shown = status.Workers.Length <= room ? status.Workers.Length : room - 1;
        var left = status.Workers.Length - shown;
        Line[] rest = left == 0 ? [] : [new Line(new Span($"and {left} more", Tone.Faint)).Cut(width)];
        return [.. Table(status.Workers.Take(shown), bottleneck).Lines(width), .. rest, .. remark];
    }

    private static TextTable Table(IEnumerable<WorkerStatus> workers, Bottleneck? bottleneck)
    {
        var table = new TextTable("SILO", "SHARDS", "STEP", "WAITING", "SENT");
        foreach (var worker in workers)
        {
            var tone = worker.Silo == bottleneck?.Silo ? Tone.Bad : Tone.Plain;
            table.Add(
                new Span(worker.Silo, tone),
                Shards(worker),
                Numbers.StepTime(worker.StepTime),
                new Span($"{Percent(worker.WaitingShare())}, {Numbers.StepTime(worker.WaitingTime)}", tone),
                $"{Numbers.Bytes((long)worker.BytesPerSecond)}/s");
        }

        return table;
    }

    private static Line Remark(Bottleneck bottleneck, int width) => Line.Fit(
        width,
        ": ",
        [new Span($"{bottleneck.Silo} holds up the others", Tone.Bad)],
        [$"it waits {Percent(bottleneck.Share)}, they wait {Percent(bottleneck.OthersShare)} or more"]);

    private static string Shards(WorkerStatus worker) => worker.EndShard - worker.FirstShard == 1
        ? worker.FirstShard.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{worker.FirstShard}-{worker.EndShard - 1}");

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %");
}

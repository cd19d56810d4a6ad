using System.CommandLine;
using Granary.Client.CommandLines;
using Granary.Client.Rendering;
using Granary.Client.Terminal;
using Granary.Clustering.Addresses;
using Granary.Requests.Faults;
using Granary.Requests.Statuses;

namespace Granary.Client.Commands;

/// <summary><c>granary history</c>: what was measured over a job's life.</summary>
internal static class HistoryCommand
{
    private const int ChartRows = 8;
    private const int WidestChart = 72;

    public static Command Create(ConsoleContext context)
    {
        var csv = new Option<bool>("--csv") { Description = "Print all of it as CSV." };
        var folder = new Option<string?>("--tensorboard")
        {
            Description = "Write all of it for TensorBoard, below this directory.",
            HelpName = "DIR",
        };
        return JobCommand.Create(
            context,
            "history",
            "Show a job's losses, metrics and learning rates.",
            [
                "granary history digits-1",
                "granary history digits-1 --csv > digits-1.csv",
                "granary history digits-1 --tensorboard runs",
            ],
            [csv, folder],
            (r, jobId, choice, json) => ExecuteAsync(context, jobId, (r.GetValue(csv), r.GetValue(folder)), choice, json));
    }

    private static async Task<int> ExecuteAsync(
        ConsoleContext context, string jobId, (bool Csv, string? Folder) form, ClusterChoice choice, bool json)
    {
        if (new[] { form.Csv, form.Folder is not null, json }.Count(asked => asked) > 1)
        {
            throw new RequestException("found several of --csv, --tensorboard and --json, expected one of them");
        }

        await using var granary = await context.ConnectAsync(choice);
        var job = granary.Job(jobId);
        var status = await job.GetStatusAsync(context.Interrupted);
        var rows = new HistoryRows(await job.GetHistoryAsync(context.Interrupted));
        if (form.Folder is { } folder)
        {
            WriteFile(context, rows, Path.Combine(folder, jobId));
            return ExitCodes.Done;
        }

        if (!form.Csv && !json)
        {
            context.Write(LossChartLines);
            context.Write(width => HistoryTable.Lines(rows, width));
            context.WriteNext(NextSteps.InCluster($"history {jobId} --csv", choice));
            return ExitCodes.Done;
        }

        foreach (var line in form.Csv ? HistoryTable.Csv(rows) : rows.Json())
        {
            context.Output.WriteLine(line);
        }

        return ExitCodes.Done;

        IReadOnlyList<Text.Line> LossChartLines(int width) => LossChart.Draw(status.History, Math.Min(width, WidestChart), ChartRows);
    }

    private static void WriteFile(ConsoleContext context, HistoryRows rows, string folder)
    {
        var now = context.Time.GetUtcNow();
        var path = Path.Combine(folder, TensorBoardFile.NameOf(now));
        try
        {
            Directory.CreateDirectory(folder);
            using var stream = new FileStream(path, FileMode.Create);
            var file = new TensorBoardFile(stream, now);
            foreach (var (step, values) in rows.All)
            {
                foreach (var (column, value) in values)
                {
                    file.Write(step, column, value);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RequestException($"{path} was not written: {e.Message}");
        }

        context.Error.WriteLine($"Written: {path}");
    }
}

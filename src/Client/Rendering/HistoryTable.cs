using System.Globalization;
using Granary.Client.Text;
using Granary.Requests.Statuses;

namespace Granary.Client.Rendering;

/// <summary>The rows of a job's history as text.</summary>
internal static class HistoryTable
{
    private const int MostShown = 20;

    /// <summary>All of them as CSV, with every digit.</summary>
    public static IEnumerable<string> Csv(HistoryRows history) => history.All
        .Select(r => string.Join(',', history.Columns.Select(c => Text(r.Values, c, "R")).Prepend(r.Step.ToString(CultureInfo.InvariantCulture))))
        .Prepend(string.Join(',', history.Columns.Prepend("step")));

    /// <summary>Some of them for people: those of evaluations where there are any, evenly chosen, the last one among them.</summary>
    public static IReadOnlyList<Line> Lines(HistoryRows history, int width)
    {
        var table = new TextTable([.. history.Columns.Prepend("step").Select(InWords)]);
        var evaluated = history.All.Where(r => r.Values.Keys.Any(k => k is not ("learningRate" or "trainLoss"))).ToArray();
        var candidates = evaluated.Length > 0 ? evaluated : [.. history.All];
        var every = (candidates.Length + MostShown - 1) / MostShown;
        foreach (var (step, values) in candidates.Reverse().Where((_, i) => i % every == 0).Reverse())
        {
            table.Add([new Span(Numbers.Count(step)), .. history.Columns.Select(c => new Span(Text(values, c, "G5")))]);
        }

        return table.Lines(width);
    }

    // testLoss is a key of scripts; people read TEST LOSS.
    private static string InWords(string column) =>
        string.Concat(column.Select(c => char.IsUpper(c) ? $" {c}" : $"{char.ToUpperInvariant(c)}"));

    private static string Text(Dictionary<string, double> values, string column, string format) =>
        values.TryGetValue(column, out var value) ? value.ToString(format, CultureInfo.InvariantCulture) : "";
}

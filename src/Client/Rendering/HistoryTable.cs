using System.Globalization;
using Granary.Client.Text;
using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.Statuses;

namespace Granary.Client.Rendering;

/// <summary>
/// A job's history as a table: a row for each step after which something was measured, and in it only what was. Scripts depend on its columns:
/// add, never change.
/// </summary>
internal sealed class HistoryTable
{
    private const int MostShown = 20;

    private readonly string[] _columns;
    private readonly (long Step, Dictionary<string, double> Values)[] _rows;

    public HistoryTable(JobHistory history)
    {
        var rows = new SortedDictionary<long, Dictionary<string, double>>();
        for (var i = 0; i < history.Losses.Length; i++)
        {
            // The point of a loss names its last step, from 0; an evaluation counts the steps before it.
            Add(history.Losses[i].Step + 1, "learningRate", history.LearningRates[i]);
            Add(history.Losses[i].Step + 1, "trainLoss", history.Losses[i].Loss);
        }

        AddAll("validation", history.Validations);
        AddAll("test", history.Tests);
        _rows = [.. rows.Select(r => (r.Key, r.Value))];
        _columns = [.. _rows.SelectMany(r => r.Values.Keys).Distinct()];

        void AddAll(string rowsOf, Evaluation[] evaluations)
        {
            foreach (var (step, metric) in evaluations.SelectMany(e => e.Metrics.Select(m => (e.Step, m))))
            {
                Add(step, rowsOf + metric.Metric, metric.Value);
            }
        }

        void Add(long step, string column, double value)
        {
            if (!rows.TryGetValue(step, out var row))
            {
                rows[step] = row = [];
            }

            row[column] = value;
        }
    }

    /// <summary>All of it, number by number, in the order of the steps.</summary>
    public IEnumerable<(long Step, string Column, double Value)> Values() => _rows.SelectMany(r => r.Values.Select(v => (r.Step, v.Key, v.Value)));

    /// <summary>All of it as CSV, with every digit.</summary>
    public IEnumerable<string> Csv() => _rows
        .Select(r => string.Join(',', _columns.Select(c => Text(r.Values, c, "R")).Prepend(r.Step.ToString(CultureInfo.InvariantCulture))))
        .Prepend(string.Join(',', _columns.Prepend("step")));

    /// <summary>All of it as JSON, an object on each line.</summary>
    public IEnumerable<string> Json() => _rows.Select(r => StatusJson.Write(json =>
    {
        json.WriteNumber("step", r.Step);
        foreach (var (column, value) in r.Values)
        {
            StatusJson.Number(json, column, value);
        }
    }));

    /// <summary>A part of it for people: rows with the most in them, evenly chosen, the last one among them.</summary>
    public IReadOnlyList<Line> Lines(int width)
    {
        var table = new TextTable([.. _columns.Prepend("step").Select(InWords)]);
        var evaluated = _rows.Where(r => r.Values.Keys.Any(k => k is not ("learningRate" or "trainLoss"))).ToArray();
        var candidates = evaluated.Length > 0 ? evaluated : _rows;
        var every = (candidates.Length + MostShown - 1) / MostShown;
        foreach (var (step, values) in candidates.Reverse().Where((_, i) => i % every == 0).Reverse())
        {
            table.Add([new Span(Numbers.Count(step)), .. _columns.Select(c => new Span(Text(values, c, "G5")))]);
        }

        return table.Lines(width);
    }

    // testLoss is a key of scripts; people read TEST LOSS.
    private static string InWords(string column) =>
        string.Concat(column.Select(c => char.IsUpper(c) ? $" {c}" : $"{char.ToUpperInvariant(c)}"));

    private static string Text(Dictionary<string, double> values, string column, string format) =>
        values.TryGetValue(column, out var value) ? value.ToString(format, CultureInfo.InvariantCulture) : "";
}

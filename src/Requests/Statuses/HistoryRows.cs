using Granary.Grains.Interfaces.Jobs;

namespace Granary.Requests.Statuses;

/// <summary>
/// A job's history as rows: one for each step after which something was measured, and in it only what was. Scripts depend on the names of the
/// columns: add, never change.
/// </summary>
internal sealed class HistoryRows
{
    /// <summary>Puts the rows together.</summary>
    /// <param name="history">The history.</param>
    public HistoryRows(JobHistory history)
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
        All = [.. rows.Select(r => (r.Key, r.Value))];
        Columns = [.. All.SelectMany(r => r.Values.Keys).Distinct()];

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

    /// <summary>The rows in the order of their steps, and the values of each by their columns.</summary>
    public IReadOnlyList<(long Step, Dictionary<string, double> Values)> All { get; }

    /// <summary>The columns of all rows, in the order in which they come.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>An object of JSON for each row.</summary>
    public IEnumerable<string> Json() => All.Select(r => StatusJson.Write(json =>
    {
        json.WriteNumber("step", r.Step);
        foreach (var (column, value) in r.Values)
        {
            StatusJson.Number(json, column, value);
        }
    }));
}

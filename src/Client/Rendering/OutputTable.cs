using Granary.Client.Text;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Rendering;

/// <summary>How well a network does that predicts numbers or answers yes and no: in one line, and as a table where it has several outputs.</summary>
internal static class OutputTable
{
    /// <summary>The metrics of one output, or the mean over several; null where there are none.</summary>
    public static string? Text(IReadOnlyList<OutputMetrics> outputs) => outputs switch
    {
        [] => null,
        [{ Accuracy: null } o] => $"R2 {Numbers.Metric(o.R2)}, RMSE {Numbers.Metric(o.Rmse)}, MAE {Numbers.Metric(o.Mae)}",
        [{ Accuracy: null }, ..] => $"mean R2 {Numbers.Metric(outputs.Average(o => o.R2))}",
        _ => $"mean accuracy {Numbers.Percent(outputs.Average(o => o.Accuracy))}",
    };

    /// <summary>Lays out the table; nothing for a single output.</summary>
    public static IReadOnlyList<Line> Lines(IReadOnlyList<OutputMetrics> outputs, int width)
    {
        if (outputs.Count < 2)
        {
            return [];
        }

        if (outputs[0].Accuracy is not null)
        {
            var labels = new TextTable("LABEL", "ACCURACY");
            foreach (var output in outputs)
            {
                labels.Add(output.Name, Numbers.Percent(output.Accuracy));
            }

            return labels.Lines(width);
        }

        var numbers = new TextTable("NUMBER", "R2", "RMSE", "MAE");
        foreach (var output in outputs)
        {
            numbers.Add(output.Name, Numbers.Metric(output.R2), Numbers.Metric(output.Rmse), Numbers.Metric(output.Mae));
        }

        return numbers.Lines(width);
    }
}

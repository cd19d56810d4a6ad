using System.Globalization;
using Granary.Client.LearningRates;
using Granary.Client.Text;
using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.Statuses;

namespace Granary.Client.Rendering;

/// <summary>What a test of learning rates found.</summary>
internal static class RangeTestText
{
    private const int WidestChart = 72;
    private const int ChartRows = 8;

    /// <summary>A learning rate with the digits that matter, for example 0.0031 or 1e-7.</summary>
    public static string Rate(double rate) => rate < 1e-3
        ? rate.ToString("0.#e-0", CultureInfo.InvariantCulture)
        : rate.ToString("G2", CultureInfo.InvariantCulture);

    /// <summary>The curve, its ends, and the suggestion.</summary>
    public static IReadOnlyList<Line> Lines(RangeTestResult result, int width)
    {
        var chart = LossChart.Draw([.. result.Points.Select((p, i) => new LossPoint(i, p.Smooth))], Math.Min(width, WidestChart), ChartRows);
        var (first, last) = (Rate(result.Points[0].Rate), Rate(result.Points[^1].Rate));
        return
        [
            .. chart,
            new Line(new Span($"smoothed loss at learning rates from {first} to {last}", Tone.Faint)),
            new Line(new Span(
                result.Suggestion is { } rate
                    ? $"Suggested learning rate: {Rate(rate)}"
                    : "The loss falls at none of these learning rates: look at the data, the loss and the first weights.")),
        ];
    }

    /// <summary>The same as one object.</summary>
    public static string Json(RangeTestResult result) => StatusJson.Write(json =>
    {
        StatusJson.Number(json, "suggestion", result.Suggestion);
        json.WriteStartArray("points");
        foreach (var point in result.Points)
        {
            json.WriteStartObject();
            json.WriteNumber("learningRate", point.Rate);
            json.WriteNumber("loss", point.Loss);
            json.WriteNumber("smoothedLoss", point.Smooth);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}

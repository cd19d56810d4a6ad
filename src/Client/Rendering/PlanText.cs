using Granary.Client.Text;
using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.Statuses;

namespace Granary.Client.Rendering;

/// <summary>What a job would take: shown after it was tried for a moment.</summary>
internal static class PlanText
{
    private const int LabelWidth = 10;

    /// <summary>Lays out the plan.</summary>
    public static IReadOnlyList<Line> Lines(JobStatus status, int width) =>
        [.. Banner.Lines(status, width), .. Rows(status).SelectMany(r => LabelledText.Lines(r.Label, LabelWidth, r.Text, width))];

    /// <summary>The plan as one object.</summary>
    public static string Json(JobStatus status) => StatusJson.Write(json =>
    {
        var facts = status.Facts!;
        json.WriteNumber("features", facts.Layers[0].Inputs);
        json.WriteNumber("parameters", facts.Parameters);
        json.WriteNumber("trainRows", facts.TrainRows);
        json.WriteNumber("validationRows", facts.ValidationRows);
        json.WriteNumber("testRows", facts.TestRows);
        json.WriteNumber("totalSteps", facts.TotalSteps);
        json.WriteNumber("memoryPerSilo", facts.MemoryPerSilo);
        StatusJson.Number(json, "bytesPerStep", BytesPerStep(status));
        StatusJson.Number(json, "stepsPerSecond", status.StepsPerSecond > 0 ? status.StepsPerSecond : null);
        StatusJson.Number(json, "estimatedSeconds", Estimate(status)?.TotalSeconds);
    });

    private static IEnumerable<(string Label, string Text)> Rows(JobStatus status)
    {
        var facts = status.Facts!;
        yield return ("memory", $"{Numbers.Bytes(facts.MemoryPerSilo)}{(facts.Silos == 1 ? "" : " on a silo")}");
        if (facts.Silos > 1 && BytesPerStep(status) is { } bytes)
        {
            yield return ("exchange", $"{Numbers.Bytes((long)bytes)} of gradients a step, which silos of one machine share in memory");
        }

        yield return ("time", Estimate(status) is { } time
            ? $"about {Numbers.Duration(time)} on this machine, at {Numbers.Rate(status.StepsPerSecond)} steps/s"
            : "not known: no step ended while it was tried");
    }

    private static double? BytesPerStep(JobStatus status) =>
        status.StepsPerSecond > 0 ? status.Workers.Sum(w => w.BytesPerSecond) / status.StepsPerSecond : null;

    private static TimeSpan? Estimate(JobStatus status) =>
        status.StepsPerSecond > 0 ? TimeSpan.FromSeconds(status.Facts!.TotalSteps / status.StepsPerSecond) : null;
}

using System.Text.Json;
using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.Statuses;

namespace Granary.Web.Jobs;

/// <summary>All that is known of one job: what the list says, and what is too long for it.</summary>
internal static class JobDetailJson
{
    /// <summary>The object of a job.</summary>
    public static string Write(JobStatus status) => StatusJson.Write(json =>
    {
        StatusJson.WriteMembers(json, status);
        StatusJson.Number(json, "evaluatedAt", status.EvaluatedAt);
        WriteHistory(json, status.History);
        WriteConfusion(json, status.Confusion);
        if (status.Facts is { } facts)
        {
            WriteFacts(json, facts);
        }

        json.WritePropertyName("spec");
        JobSpecJson.Write(status.Spec).WriteTo(json);
    });

    private static void WriteFacts(Utf8JsonWriter json, JobFacts facts)
    {
        json.WriteNumber("trainRows", facts.TrainRows);
        json.WriteNumber("validationRows", facts.ValidationRows);
        json.WriteNumber("testRows", facts.TestRows);
        json.WriteNumber("stepsPerEpoch", facts.StepsPerEpoch);
        json.WriteNumber("computeThreads", facts.ComputeThreads);
        json.WriteNumber("memoryPerSilo", facts.MemoryPerSilo);
        StatusJson.Texts(json, "kernels", facts.Kernels);
        StatusJson.Texts(json, "classes", facts.Classes);
        json.WriteStartArray("layers");
        foreach (var layer in facts.Layers)
        {
            json.WriteStartObject();
            json.WriteNumber("inputs", layer.Inputs);
            json.WriteNumber("outputs", layer.Outputs);
            json.WriteString("activation", JobFileNames.Of(layer.Activation));
            json.WriteNumber("slices", layer.Slices);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // Pairs of a step and a loss; a loss that is no number is null.
    private static void WriteHistory(Utf8JsonWriter json, LossPoint[] history)
    {
        json.WriteStartArray("history");
        foreach (var point in history)
        {
            json.WriteStartArray();
            json.WriteNumberValue(point.Step);
            if (double.IsFinite(point.Loss))
            {
                json.WriteNumberValue(point.Loss);
            }
            else
            {
                json.WriteNullValue();
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteConfusion(Utf8JsonWriter json, int[]? confusion)
    {
        if (confusion is null)
        {
            json.WriteNull("confusion");
            return;
        }

        json.WriteStartArray("confusion");
        Array.ForEach(confusion, json.WriteNumberValue);
        json.WriteEndArray();
    }
}

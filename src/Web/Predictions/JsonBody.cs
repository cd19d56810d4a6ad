using System.Text.Json;
using Granary.Models.Predictions;
using Granary.Web.Answers;
using Microsoft.AspNetCore.Http;

namespace Granary.Web.Predictions;

/// <summary>What both forms of predictions do with JSON.</summary>
internal static class JsonBody
{
    /// <summary>The most bytes of a request.</summary>
    public const int MostBytes = 4 << 20;

    /// <summary>Reads a body.</summary>
    /// <exception cref="Refusal">It is no JSON.</exception>
    public static JsonDocument Parse(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException e)
        {
            throw new Refusal(StatusCodes.Status400BadRequest, $"found a body that is no JSON: {e.Message}");
        }
    }

    /// <summary>Predicts rows.</summary>
    /// <exception cref="Refusal">A value is missing that may not be.</exception>
    public static IReadOnlyList<Prediction> Predict(ServedModel served, IReadOnlyList<ModelRow> rows)
    {
        try
        {
            return served.Model.Predict(rows);
        }
        catch (ArgumentException e)
        {
            throw new Refusal(StatusCodes.Status400BadRequest, e.Message);
        }
    }

    /// <summary>Writes a probability with the digits that a float32 has.</summary>
    public static void WriteProbability(Utf8JsonWriter json, string key, double probability)
    {
        if (double.IsFinite(probability))
        {
            json.WriteNumber(key, (float)probability);
        }
        else
        {
            json.WriteNull(key);
        }
    }
}

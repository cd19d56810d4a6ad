using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Granary.Grains.Interfaces.Jobs;

/// <summary>Jobs as JSON, as models carry them: all that is said of a job under the names of its members.</summary>
public static class JobSpecJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Writes a job.</summary>
    public static JsonObject Write(JobSpec spec) => (JsonObject)JsonSerializer.SerializeToNode(spec, Options)!;

    /// <summary>Reads a job.</summary>
    /// <param name="json">What <see cref="Write"/> gave.</param>
    /// <exception cref="FormatException">It is no job; the message says why.</exception>
    public static JobSpec Read(JsonObject json)
    {
        try
        {
            return json.Deserialize<JobSpec>(Options)!;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw new FormatException($"found a job that is damaged: {e.Message}");
        }
    }
}

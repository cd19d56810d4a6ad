using System.Text.Json;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Requests.Statuses;

/// <summary>An event of a job as one object of JSON. Scripts depend on its keys: add, never change.</summary>
internal static class EventJson
{
    /// <summary>The line of an event.</summary>
    public static string Line(JobEvent e) => StatusJson.Write(json => WriteMembers(json, e));

    /// <summary>Writes the members of an event into an object.</summary>
    public static void WriteMembers(Utf8JsonWriter json, JobEvent e)
    {
        json.WriteNumber("number", e.Number);
        json.WriteString("at", e.At);
        json.WriteString("kind", JobFileNames.Of(e.Kind));
        json.WriteNumber("step", e.Step);
        json.WriteString("silo", e.Silo);
        json.WriteString("message", e.Message);
    }
}

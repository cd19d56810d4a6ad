using System.Text.Json;
using Granary.Requests.Statuses;

namespace Granary.Requests.Faults;

/// <summary>A fault of a job as members of an object of JSON. Scripts depend on its keys: add, never change.</summary>
internal static class FaultJson
{
    /// <summary>Writes what is wrong and where.</summary>
    public static void WriteMembers(Utf8JsonWriter json, JobFault fault)
    {
        json.WriteString("message", fault.Message);
        json.WriteString("key", fault.Key);
        json.WriteString("file", fault.File);
        StatusJson.Number(json, "line", (long?)fault.Line);
        StatusJson.Number(json, "column", (long?)fault.Column);
    }
}

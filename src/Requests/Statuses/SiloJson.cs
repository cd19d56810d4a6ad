using System.Text.Json;
using Granary.Grains.Interfaces.Silos;

namespace Granary.Requests.Statuses;

/// <summary>A silo as one object of JSON. Scripts depend on its keys: add, never change.</summary>
internal static class SiloJson
{
    /// <summary>The line of a silo.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="facts">What it tells about itself; null when it does not answer.</param>
    public static string Line(string address, SiloFacts? facts) => StatusJson.Write(json => WriteMembers(json, address, facts));

    /// <summary>Writes the members of a silo into an object.</summary>
    public static void WriteMembers(Utf8JsonWriter json, string address, SiloFacts? facts)
    {
        json.WriteString("address", address);
        json.WriteString("state", facts is null ? null : facts.IsLeaving ? "leaving" : "active");
        if (facts is not null)
        {
            WriteFacts(json, facts);
        }
    }

    private static void WriteFacts(Utf8JsonWriter json, SiloFacts silo)
    {
        json.WriteString("name", silo.Name);
        json.WriteNumber("computeThreads", silo.ComputeThreads);
        json.WriteString("kernel", silo.Kernel);
        json.WriteNumber("workers", silo.Workers);
        json.WriteNumber("slices", silo.Slices);
        json.WriteNumber("sliceBytes", silo.SliceBytes);
        json.WriteNumber("memoryBytes", silo.MemoryBytes);
        json.WriteNumber("load", silo.Load);
        json.WriteNumber("bytesSent", silo.BytesSent);
        StatusJson.Texts(json, "jobs", silo.Jobs);
    }
}

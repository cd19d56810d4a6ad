using System.Text.Json;
using Granary.Client.Terminal;
using Granary.Client.Text;
using Granary.Requests.Faults;
using Granary.Requests.Statuses;

namespace Granary.Client.CommandLines;

/// <summary>Tells what went wrong: to people on standard error, to scripts as one object on standard output.</summary>
internal static class ErrorReport
{
    /// <summary>Tells it.</summary>
    /// <param name="context">The world outside.</param>
    /// <param name="json">Whether scripts are to be told too.</param>
    /// <param name="message">What went wrong.</param>
    /// <param name="faults">Everything that is wrong with a job.</param>
    /// <param name="hint">What may help; null for nothing.</param>
    public static void Write(
        ConsoleContext context, bool json, string message, IReadOnlyList<JobFault>? faults = null, string? hint = null)
    {
        if (json)
        {
            context.Output.WriteLine(StatusJson.Write(j => WriteObject(j, message, faults ?? [])));
        }

        foreach (var fault in faults ?? [])
        {
            context.Error.WriteLine(Printable.Clean(fault.ToString()));
        }

        context.Error.WriteLine(Printable.Clean($"granary: {message}"));
        if (hint is not null)
        {
            context.Error.WriteLine(Printable.Clean($"hint: {hint}"));
        }
    }

    private static void WriteObject(Utf8JsonWriter json, string message, IReadOnlyList<JobFault> faults)
    {
        json.WriteString("error", message);
        json.WriteStartArray("faults");
        foreach (var fault in faults)
        {
            json.WriteStartObject();
            FaultJson.WriteMembers(json, fault);
            json.WriteString("setting", fault.Setting);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

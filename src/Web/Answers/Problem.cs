using System.Text.Json;
using Granary.Requests.Faults;
using Granary.Requests.Statuses;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Granary.Web.Answers;

/// <summary>What went wrong, as problem details (RFC 9457). A hint and the faults of a job are members of their own.</summary>
internal static class Problem
{
    /// <summary>Answers a request with a problem.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The status code.</param>
    /// <param name="detail">What was found and what was expected.</param>
    /// <param name="hint">What may help; null for nothing.</param>
    /// <param name="faults">Everything that is wrong with a job.</param>
    public static Task WriteAsync(HttpContext context, int status, string detail, string? hint = null, IReadOnlyList<JobFault>? faults = null)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/problem+json";
        return context.Response.WriteAsync(StatusJson.Write(json =>
        {
            json.WriteString("type", "about:blank");
            json.WriteString("title", ReasonPhrases.GetReasonPhrase(status));
            json.WriteNumber("status", status);
            json.WriteString("detail", detail);
            if (hint is not null)
            {
                json.WriteString("hint", hint);
            }

            if (faults is { Count: > 0 })
            {
                WriteFaults(json, faults);
            }
        }));
    }

    private static void WriteFaults(Utf8JsonWriter json, IReadOnlyList<JobFault> faults)
    {
        json.WriteStartArray("faults");
        foreach (var fault in faults)
        {
            json.WriteStartObject();
            FaultJson.WriteMembers(json, fault);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

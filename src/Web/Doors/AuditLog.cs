using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Granary.Web.Doors;

/// <summary>Tells the silo's log who did what over HTTP: a line for each request that changes something, or was not allowed to.</summary>
/// <param name="log">The log.</param>
public sealed partial class AuditLog(ILogger<AuditLog> log)
{
    /// <summary>Tells of a request that has been answered.</summary>
    internal void Tell(Visitor visitor, HttpContext context) =>
        LogAction(log, visitor.Name, context.Request.Method, context.Request.Path, context.Response.StatusCode);

    [LoggerMessage(1, LogLevel.Information, "{Token} {Method} {Path}: {Status}")]
    private static partial void LogAction(ILogger log, string token, string method, string path, int status);
}

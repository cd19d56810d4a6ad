using System.Net;
using Granary.Web.Answers;
using Microsoft.AspNetCore.Http;

namespace Granary.Web.Doors;

/// <summary>Tells who has no token where to get it: people as a page, programs as a problem.</summary>
internal static class WelcomePage
{
    private const string Hint =
        "open the link that granary-silo prints when it starts, or send the token of http/token in the silo's data directory as Authorization: Bearer TOKEN";

    public static Task WriteAsync(HttpContext context, string fault)
    {
        if (!context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
        {
            return Problem.WriteAsync(context, StatusCodes.Status401Unauthorized, fault, Hint);
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(
            $"""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Granary: token needed</title>
            <h1>This silo asks for its token</h1>
            <p>{WebUtility.HtmlEncode(char.ToUpperInvariant(fault[0]) + fault[1..])}.</p>
            <p>{WebUtility.HtmlEncode(char.ToUpperInvariant(Hint[0]) + Hint[1..])}.</p>
            </html>
            """);
    }
}

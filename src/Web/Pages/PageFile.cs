using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Granary.Web.Pages;

/// <summary>A file of the pages, which the assembly holds.</summary>
/// <param name="name">Its name in the assembly.</param>
internal sealed class PageFile(string name)
{
    private readonly Lazy<(byte[] Content, EntityTagHeaderValue Tag)> _content = new(() => Read(name));

    /// <summary>Answers a request with the file, or says that the browser has it already.</summary>
    public IResult Serve(HttpContext context)
    {
        // The browser asks each time, and hears in a few bytes that nothing has changed.
        context.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Bytes(_content.Value.Content, TypeOf(name), entityTag: _content.Value.Tag);
    }

    private static (byte[] Content, EntityTagHeaderValue Tag) Read(string name)
    {
        using var stream = typeof(PageFile).Assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return (content, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..32]}\""));
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    };
}

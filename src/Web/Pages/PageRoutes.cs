using Granary.Grains.Interfaces.Tokens;
using Granary.Web.Roles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Granary.Web.Pages;

/// <summary>The dashboard's files.</summary>
internal static class PageRoutes
{
    private const string Folder = "pages/";
    private const string Start = "index.html";

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var name in typeof(PageRoutes).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)))
        {
            var file = new PageFile(name);
            var path = name[Folder.Length..];
            routes.MapGet(path == Start ? "/" : "/" + path, (HttpContext context) => file.Serve(context)).For(TokenRole.Viewer).ExcludeFromDescription();
        }
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Granary.Web.DataSets;

/// <summary>The length of a body: what the request itself announces, which the cluster has agreed to take, and no byte more.</summary>
internal static class BodyLimit
{
    public static void Set(HttpContext context, long bytes)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = bytes;
        }
    }
}

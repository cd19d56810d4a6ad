using System.Reflection;
using Granary.Grains.Interfaces.Tokens;
using Granary.Requests.Connections;
using Granary.Requests.Statuses;
using Granary.Web.Answers;
using Granary.Web.Roles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Granary.Web.Silos;

/// <summary>Silos, and whether the one that answers is well.</summary>
internal static class SiloRoutes
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/silos", ListAsync).WithTags("silos").For(TokenRole.Viewer).WithSummary("The silos and their load.");
        api.MapGet("/health", GetHealthAsync).WithTags("silos").For(TokenRole.Viewer).WithSummary("Whether the cluster answers.");
    }

    /// <summary>The silos as objects of JSON.</summary>
    public static async Task<string[]> LinesAsync(IClusterConnection cluster, CancellationToken cancellationToken) =>
        [.. (await cluster.GetSilosAsync().WaitAsync(cancellationToken)).Select(s => SiloJson.Line(s.Address, s.Facts))];

    private static async Task<IResult> ListAsync(IClusterConnection cluster, CancellationToken cancellationToken) =>
        Answer.List(await LinesAsync(cluster, cancellationToken));

    private static async Task<IResult> GetHealthAsync(IClusterConnection cluster, CancellationToken cancellationToken)
    {
        var silos = await cluster.GetSilosAsync().WaitAsync(cancellationToken);
        return Answer.Json(StatusJson.Write(json =>
        {
            json.WriteString("status", silos.All(s => s.Facts is not null) ? "ok" : "degraded");
            json.WriteNumber("silos", silos.Count);
            json.WriteNumber("silent", silos.Count(s => s.Facts is null));
            json.WriteString("version", typeof(SiloRoutes).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);
        }));
    }
}

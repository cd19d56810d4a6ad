using Granary.Grains.Interfaces.Silos;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Granary.Web.Operations;

/// <summary>
/// How the silo is, for whoever watches over it. The only routes that are open without a token: they tell a word, and do not read what is sent.
/// </summary>
internal static class HealthRoutes
{
    private const string Live = "/health/live";
    private const string Ready = "/health/ready";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Whether a request needs no token.</summary>
    public static bool AreAskedBy(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && request.Path.Value is Live or Ready;

    /// <summary>Maps the routes.</summary>
    /// <param name="routes">Where to.</param>
    /// <param name="health">The silo's health.</param>
    public static void Map(IEndpointRouteBuilder routes, ISiloHealth health)
    {
        routes.MapMethods(Live, Methods, () => Word("live", StatusCodes.Status200OK)).ExcludeFromDescription();
        routes.MapMethods(Ready, Methods, (CancellationToken cancellationToken) => LookAsync(health, cancellationToken)).ExcludeFromDescription();
    }

    private static async Task<IResult> LookAsync(ISiloHealth health, CancellationToken cancellationToken) =>
        await health.IsReadyAsync(cancellationToken)
            ? Word("ready", StatusCodes.Status200OK)
            : Word("not ready", StatusCodes.Status503ServiceUnavailable);

    private static IResult Word(string word, int status) => TypedResults.Text(word + "\n", statusCode: status);
}

using System.Net;
using Granary.Requests.Tokens;
using Granary.Web.Answers;
using Granary.Web.Operations;
using Microsoft.AspNetCore.Http;

namespace Granary.Web.Doors;

/// <summary>
/// Stands before every route, known or not, and lets nobody by who does not show the token, but to those that say how the silo is (<see cref="HealthRoutes"/>).
/// </summary>
/// <remarks>
/// Any web page that a user opens may send requests to servers on his machine, so listening on loopback alone keeps nobody out.
/// Three checks, in this order:
/// <list type="bullet">
/// <item>Host is a name of this server. A page that has its own name point to this machine (DNS rebinding) sends that name.</item>
/// <item>Origin, where there is one, is this server's. On whatever changes state there has to be one, unless a program shows the token itself.</item>
/// <item>The token: in the header Authorization, in the cookie, or once in the link that the silo prints, which is exchanged for the cookie.</item>
/// </list>
/// What the token's role may do is looked at behind it (<see cref="RouteRoles"/>).
/// </remarks>
/// <param name="visitors">Whose tokens let in.</param>
/// <param name="names">Names of this server besides those of loopback.</param>
internal sealed class Door(Visitors visitors, IReadOnlyList<string> names)
{
    private const string TokenKey = "token";
    private const string Scheme = "Bearer ";
    private const string NotOurs = "found a token that this cluster does not know, or that has expired";

    private static readonly string[] LoopbackNames = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Lets a request by, or answers it.</summary>
    public Task EnterAsync(HttpContext context, RequestDelegate next)
    {
        var (request, headers) = (context.Request, context.Response.Headers);
        ResponseHeaders.Add(headers);
        if (!IsOurs(request.Host, context.Connection.LocalIpAddress))
        {
            return Problem.WriteAsync(
                context,
                StatusCodes.Status403Forbidden,
                $"found the host '{request.Host.Host}', expected {string.Join(" or ", LoopbackNames.Concat(names))}",
                "a silo answers to other names when it is started with --http-name NAME");
        }

        var bearer = BearerOf(request);
        if (FindOriginFault(request, bearer) is { } fault)
        {
            return Problem.WriteAsync(context, StatusCodes.Status403Forbidden, fault, "send requests from the silo's own pages, or with the token in the header Authorization");
        }

        if (HealthRoutes.AreAskedBy(request))
        {
            return next(context);
        }

        return AdmitAsync(context, next, bearer);
    }

    private async Task AdmitAsync(HttpContext context, RequestDelegate next, string? bearer)
    {
        Visitor? visitor;
        try
        {
            if (IsLink(context.Request))
            {
                await TakeLinkAsync(context);
                return;
            }

            visitor = bearer is not null ? await visitors.FindAsync(bearer)
                : context.Request.Cookies[CookieName(context)] is { } cookie ? await visitors.FindByCookieAsync(cookie)
                : null;
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            await Problem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, $"the cluster does not say whose token this is: {e.Message}");
            return;
        }

        if (visitor is not null)
        {
            context.Features.Set(visitor);
            await next(context);
            return;
        }

        context.Response.Headers.WWWAuthenticate = "Bearer";
        await WelcomePage.WriteAsync(context, bearer is null ? "found no token" : NotOurs);
    }

    // Programs have no origin; browsers do not let pages set the header Authorization for another origin without asking it.
    private static string? FindOriginFault(HttpRequest request, string? bearer)
    {
        var changes = !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));
        var origins = request.Headers.Origin;
        if (origins.Count == 0)
        {
            return changes && bearer is null ? $"found a {request.Method} request without the header Origin, expected this server's own" : null;
        }

        var own = $"{request.Scheme}://{request.Host}";
        return origins.Count == 1 && string.Equals(origins[0], own, StringComparison.OrdinalIgnoreCase)
            ? null
            : $"found the origin '{origins}', expected '{own}'";
    }

    private static string? BearerOf(HttpRequest request)
    {
        var text = request.Headers.Authorization.ToString();
        return text.Length == 0 ? null
            : text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? text[Scheme.Length..].Trim()
            : "";
    }

    private static bool IsLink(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Path == "/" && request.Query.ContainsKey(TokenKey);

    // Cookies know of no ports: several silos of one machine must not take each other's away.
    private static string CookieName(HttpContext context) => $"granary-{context.Connection.LocalPort}";

    // The answer leads to the address without the token, so that it does not stay in the history of the browser.
    private async Task TakeLinkAsync(HttpContext context)
    {
        var request = context.Request;
        var token = request.Query[TokenKey].ToString();
        if (await visitors.FindAsync(token) is null)
        {
            await WelcomePage.WriteAsync(context, NotOurs);
            return;
        }

        context.Response.Cookies.Append(CookieName(context), TokenText.CookieOf(token), new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = request.IsHttps,
            Path = request.PathBase + "/",
        });
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = request.PathBase + "/";
    }

    // No page can have an address instead of a name point to another machine, so the address that the request came to is safe.
    private bool IsOurs(HostString host, IPAddress? local) =>
        LoopbackNames.Concat(names).Contains(host.Host, StringComparer.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Host, out var address) && local is not null && (address.Equals(local) || address.Equals(local.MapToIPv4())));
}

using Granary.Grains.Interfaces.Tokens;
using Granary.Web.Answers;
using Granary.Web.Operations;
using Granary.Web.Roles;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Granary.Web.Doors;

/// <summary>Behind the door: lets a visitor use the routes that his role may use. A route that names no role lets nobody in.</summary>
/// <param name="audit">Told who did what.</param>
internal sealed class RouteRoles(AuditLog audit)
{
    /// <summary>Lets a request by, or answers it.</summary>
    public async Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (HealthRoutes.AreAskedBy(context.Request) || context.GetEndpoint() is not RouteEndpoint route)
        {
            // Without a route, routing itself answers that the method is another one.
            await next(context);
            return;
        }

        var visitor = context.Features.Get<Visitor>()!;
        var needed = route.Metadata.GetMetadata<NeededRole>()?.Role;
        if (needed is null || visitor.Role < needed)
        {
            await Problem.WriteAsync(
                context,
                StatusCodes.Status403Forbidden,
                $"found the token {visitor.Name} of the role {visitor.Role.Name()}, expected the role {(needed is { } role ? role.Name() : "of nobody")}",
                $"granary tokens create --role {(needed ?? TokenRole.Operator).Name()} makes such a token");
        }
        else
        {
            await next(context);
        }

        if (needed is not TokenRole.Viewer)
        {
            audit.Tell(visitor, context);
        }
    }
}

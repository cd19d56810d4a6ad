using Granary.Grains.Interfaces.Tokens;
using Microsoft.AspNetCore.Builder;

namespace Granary.Web.Roles;

/// <summary>Gives routes their roles.</summary>
internal static class RouteRolesExtensions
{
    /// <summary>Lets a role, and those that may do more, use a route.</summary>
    /// <param name="route">The route, or a group of them.</param>
    /// <param name="role">The role.</param>
    public static T For<T>(this T route, TokenRole role)
        where T : IEndpointConventionBuilder => route.WithMetadata(new NeededRole(role));
}

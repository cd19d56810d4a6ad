using Granary.Grains.Interfaces.Tokens;

namespace Granary.Web.Roles;

/// <summary>What role a route needs.</summary>
/// <param name="Role">The role, or one that may do more.</param>
internal sealed record NeededRole(TokenRole Role);

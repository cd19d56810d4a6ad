using Granary.Grains.Interfaces.Tokens;

namespace Granary.Web.Doors;

/// <summary>Who sent a request.</summary>
/// <param name="Name">The name of the token that was shown.</param>
/// <param name="Role">What it lets do.</param>
internal sealed record Visitor(string Name, TokenRole Role)
{
    /// <summary>The cluster's owner, who has the token of the data directory.</summary>
    public static Visitor Owner { get; } = new("owner", TokenRole.Operator);
}

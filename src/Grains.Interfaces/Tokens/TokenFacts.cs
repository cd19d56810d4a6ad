namespace Granary.Grains.Interfaces.Tokens;

/// <summary>What is known of a token. The token itself is known to nobody but its holder.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Role">What it lets do.</param>
/// <param name="CreatedAt">When it was made, in UTC.</param>
/// <param name="ExpiresAt">When it ends, in UTC; null for never.</param>
[GenerateSerializer, Immutable, Alias("granary.TokenFacts")]
public sealed record TokenFacts(
    [property: Id(0)] string Name,
    [property: Id(1)] TokenRole Role,
    [property: Id(2)] DateTimeOffset CreatedAt,
    [property: Id(3)] DateTimeOffset? ExpiresAt);

/// <summary>A token that is to be let in.</summary>
[GenerateSerializer, Immutable, Alias("granary.NewToken")]
public sealed record NewToken
{
    /// <summary>Its name, of letters, digits and hyphens; null for one that is made of the role.</summary>
    [Id(0)]
    public string? Name { get; init; }

    /// <summary>What it lets do.</summary>
    [Id(1)]
    public required TokenRole Role { get; init; }

    /// <summary>How long it lasts; null for ever.</summary>
    [Id(2)]
    public TimeSpan? Lifetime { get; init; }

    /// <summary>The SHA-256 of the token, in hexadecimal digits.</summary>
    [Id(3)]
    public required string Hash { get; init; }

    /// <summary>The SHA-256 of what a browser keeps instead of the token, in hexadecimal digits.</summary>
    [Id(4)]
    public required string CookieHash { get; init; }
}

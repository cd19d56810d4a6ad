using Granary.Grains.Interfaces.Tokens;

namespace Granary.Grains.Tokens;

/// <summary>What is kept of all tokens.</summary>
[GenerateSerializer, Alias("granary.TokenListRecord")]
internal sealed class TokenListRecord
{
    /// <summary>The tokens, in the order in which they were made.</summary>
    [Id(0)]
    public List<TokenRecord> Tokens { get; set; } = [];

    /// <summary>How many names were made so far.</summary>
    [Id(1)]
    public int Named { get; set; }
}

/// <summary>What is kept of a token.</summary>
/// <param name="Facts">What is known of it.</param>
/// <param name="Hash">The hash of the token.</param>
/// <param name="CookieHash">The hash of what a browser keeps instead.</param>
[GenerateSerializer, Immutable, Alias("granary.TokenRecord")]
internal sealed record TokenRecord(
    [property: Id(0)] TokenFacts Facts, [property: Id(1)] string Hash, [property: Id(2)] string CookieHash);

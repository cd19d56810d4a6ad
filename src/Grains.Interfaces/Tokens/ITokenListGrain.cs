namespace Granary.Grains.Interfaces.Tokens;

/// <summary>Keeps the tokens that are let in over HTTP, by their hashes. There is one, with key 0.</summary>
[Alias("granary.ITokenListGrain")]
public interface ITokenListGrain : IGrainWithIntegerKey
{
    /// <summary>How many tokens there may be.</summary>
    const int Most = 1000;

    /// <summary>Lets a token in from now on.</summary>
    /// <param name="token">The token.</param>
    /// <returns>What is known of it; null when its name is taken, or there are too many.</returns>
    [Alias("Add")]
    Task<TokenFacts?> Add(NewToken token);

    /// <summary>The tokens that are let in, in the order in which they were made.</summary>
    [Alias("List")]
    Task<TokenFacts[]> List();

    /// <summary>Lets a token in no longer.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>False when there is none of this name.</returns>
    [Alias("Revoke")]
    Task<bool> Revoke(string name);

    /// <summary>Finds the token that somebody shows.</summary>
    /// <param name="hash">The SHA-256 of what was shown, a token or what a browser keeps instead, in hexadecimal digits.</param>
    /// <returns>Null when there is none, or it has expired.</returns>
    [Alias("Find")]
    Task<TokenFacts?> Find(string hash);
}

using Granary.Grains.Interfaces.Tokens;
using Granary.Requests.Tokens;

namespace Granary.Web.Doors;

/// <summary>Finds out whose token a request shows. The cluster is asked each time, so that a token that was revoked lets nobody in.</summary>
/// <param name="owner">The owner's token, which needs no asking.</param>
/// <param name="tokens">The others.</param>
internal sealed class Visitors(AccessToken owner, ITokenListGrain tokens)
{
    private const int LongestText = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Who has a token; null when nobody has.</summary>
    /// <exception cref="TimeoutException">The cluster did not answer.</exception>
    /// <exception cref="OrleansException">The cluster could not answer.</exception>
    public Task<Visitor?> FindAsync(string token) => owner.Is(token) ? Task.FromResult<Visitor?>(Visitor.Owner) : AskAsync(token);

    /// <summary>Who has a cookie; null when nobody has.</summary>
    /// <exception cref="TimeoutException">The cluster did not answer.</exception>
    /// <exception cref="OrleansException">The cluster could not answer.</exception>
    public Task<Visitor?> FindByCookieAsync(string value) => owner.IsCookie(value) ? Task.FromResult<Visitor?>(Visitor.Owner) : AskAsync(value);

    private async Task<Visitor?> AskAsync(string text) =>
        text.Length is > 0 and <= LongestText && await tokens.Find(TokenText.HexOf(text)).WaitAsync(Patience) is { } facts
            ? new Visitor(facts.Name, facts.Role)
            : null;
}

using Granary.Grains.Interfaces.Tokens;

namespace Granary.Client.Tests.Commands;

/// <summary>Tokens that are kept in memory.</summary>
internal sealed class FakeTokens : ITokenListGrain
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 14, 0, 0, TimeSpan.Zero);

    private readonly List<(TokenFacts Facts, string Hash)> _tokens = [];

    public Task<TokenFacts?> Add(NewToken token)
    {
        var name = token.Name ?? $"{token.Role}-{_tokens.Count + 1}".ToLowerInvariant();
        if (_tokens.Exists(t => t.Facts.Name == name))
        {
            return Task.FromResult<TokenFacts?>(null);
        }

        var facts = new TokenFacts(name, token.Role, Now, Now + token.Lifetime);
        _tokens.Add((facts, token.Hash));
        return Task.FromResult<TokenFacts?>(facts);
    }

    public Task<TokenFacts[]> List() => Task.FromResult(_tokens.Select(t => t.Facts).ToArray());

    public Task<bool> Revoke(string name) => Task.FromResult(_tokens.RemoveAll(t => t.Facts.Name == name) > 0);

    public Task<TokenFacts?> Find(string hash) => Task.FromResult(_tokens.Find(t => t.Hash == hash).Facts)!;
}

using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Tokens;

namespace Granary.Grains.Tokens;

/// <summary>The tokens that are let in over HTTP. Only their hashes are kept, so whoever reads the storage learns no token.</summary>
internal sealed class TokenListGrain(
    [PersistentState("tokens", ClusterDefaults.Storage)] IPersistentState<TokenListRecord> state, TimeProvider time) : Grain, ITokenListGrain
{
    private List<TokenRecord> Tokens => state.State.Tokens;

    public async Task<TokenFacts?> Add(NewToken token)
    {
        var now = time.GetUtcNow();
        Tokens.RemoveAll(t => HasExpired(t.Facts, now));
        if (Tokens.Count >= ITokenListGrain.Most || Tokens.Exists(t => t.Facts.Name == token.Name))
        {
            return null;
        }

        var facts = new TokenFacts(token.Name ?? NewName(token.Role), token.Role, now, now + token.Lifetime);
        Tokens.Add(new TokenRecord(facts, token.Hash, token.CookieHash));
        await Save();
        return facts;
    }

    public Task<TokenFacts[]> List() => Task.FromResult(Tokens.Select(t => t.Facts).Where(f => !HasExpired(f, time.GetUtcNow())).ToArray());

    public async Task<bool> Revoke(string name)
    {
        var found = Tokens.RemoveAll(t => t.Facts.Name == name) > 0;
        if (found)
        {
            await Save();
        }

        return found;
    }

    // Of a secret's hash nobody learns anything by how long a comparison takes.
    public Task<TokenFacts?> Find(string hash) => Task.FromResult(
        Tokens.Find(t => t.Hash == hash || t.CookieHash == hash)?.Facts is { } facts && !HasExpired(facts, time.GetUtcNow()) ? facts : null);

    private static bool HasExpired(TokenFacts facts, DateTimeOffset now) => facts.ExpiresAt <= now;

    private string NewName(TokenRole role)
    {
        while (true)
        {
            var name = $"{role.Name()}-{++state.State.Named}";
            if (!Tokens.Exists(t => t.Facts.Name == name))
            {
                return name;
            }
        }
    }

    // What was not written must not let anybody in: another activation reads what is.
    private async Task Save()
    {
        try
        {
            await state.WriteStateAsync();
        }
        catch (Exception)
        {
            DeactivateOnIdle();
            throw;
        }
    }
}

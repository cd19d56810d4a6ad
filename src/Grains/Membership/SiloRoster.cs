using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Silos;

namespace Granary.Grains.Membership;

/// <summary>The silos that a job may be assigned to: those that are active, answer, do not want to leave, and reach each other.</summary>
internal sealed class SiloRoster(IClusterMembershipService membership, IGrainFactory grains)
{
    // A silo that was killed a moment ago is still a member. It is left out, and no time is lost on it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SiloLinks _links = new(grains);
    private readonly HashSet<string> _leaving = [];

    /// <summary>The members that may be assigned to, as Orleans parses their addresses, in an order that all agree on.</summary>
    public string[] Members => [.. ActiveSilos.Of(membership).Where(a => !_leaving.Contains(a))];

    /// <summary>Whether a silo has said that it wants to leave.</summary>
    public bool IsLeaving(string silo) => _leaving.Contains(silo);

    /// <summary>Leaves a silo out from now on.</summary>
    public void Leave(string silo) => _leaving.Add(silo);

    /// <summary>Asks the members what they have, and whom they reach.</summary>
    public async Task<SiloSurvey> Survey()
    {
        var members = Members;
        var looking = _links.FindBroken(members);
        var facts = await Task.WhenAll(members.Select(async m => (Address: m, Facts: await TryAsk(m))));
        var broken = await looking;
        _leaving.UnionWith(facts.Where(f => f.Facts is { IsLeaving: true }).Select(f => f.Address));
        var staying = facts
            .Where(f => f.Facts is { IsLeaving: false })
            .Select(f => new SiloCapacity(f.Address, f.Facts!.ComputeThreads, f.Facts.Machine) { Memory = f.Facts.Memory, Jobs = f.Facts.Jobs, Cores = f.Facts.Cores, MemoryBytes = f.Facts.MemoryBytes })
            .ToArray();
        var chosen = SiloLinks.Choose(staying, broken);
        string[] silos = [.. chosen.Select(s => s.Address)];
        var leftOut = facts
            .Where(f => f.Facts is not { IsLeaving: true } && !silos.Contains(f.Address))
            .Select(f => new LeftOutSilo(f.Address, SiloLinks.Explain(f.Address, silos, broken)));
        return new SiloSurvey(members, chosen, [.. leftOut]);
    }

    /// <summary>Has the members give memory back that nothing uses any more. What cannot be reached has none to give.</summary>
    public Task CollectGarbage() => Task.WhenAll(Members.Select(async m =>
    {
        try
        {
            await grains.GetGrain<ISiloGrain>(GrainKeys.Silo(m)).CollectGarbage().WaitAsync(Patience);
        }
        catch (Exception e) when (SiloLoss.Is(e))
        {
        }
    }));

    private async Task<SiloFacts?> TryAsk(string member)
    {
        try
        {
            return await grains.GetGrain<ISiloGrain>(GrainKeys.Silo(member)).GetFacts().WaitAsync(Patience);
        }
        catch (Exception e) when (SiloLoss.Is(e))
        {
            return null;
        }
    }
}

namespace Granary.Grains.Membership;

/// <summary>The silos that a silo takes for active members.</summary>
internal static class ActiveSilos
{
    /// <summary>Their addresses as Orleans parses them, in an order that all silos agree on.</summary>
    public static string[] Of(IClusterMembershipService membership) => [.. membership.CurrentSnapshot.Members.Values
        .Where(m => m.Status == SiloStatus.Active)
        .Select(m => m.SiloAddress)
        .Order()
        .Select(a => a.ToParsableString())];
}

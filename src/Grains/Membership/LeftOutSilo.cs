namespace Granary.Grains.Membership;

/// <summary>A member that a job cannot be assigned to.</summary>
/// <param name="Address">The silo, as Orleans parses its address.</param>
/// <param name="Why">Who does not reach whom: words for people.</param>
internal sealed record LeftOutSilo(string Address, string Why);

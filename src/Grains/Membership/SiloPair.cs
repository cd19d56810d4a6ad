using Granary.Grains.Interfaces;

namespace Granary.Grains.Membership;

/// <summary>Two silos of which one does not reach the other; a silo with itself does not answer the coordinator.</summary>
/// <param name="First">One, as Orleans parses its address.</param>
/// <param name="Second">The other, not before the first in ordinal order.</param>
internal readonly record struct SiloPair(string First, string Second)
{
    public static SiloPair Of(string one, string other) =>
        string.CompareOrdinal(one, other) <= 0 ? new SiloPair(one, other) : new SiloPair(other, one);

    public bool IsOneSilo => First == Second;

    public override string ToString() => IsOneSilo
        ? $"{GrainKeys.EndpointOf(First)} does not answer"
        : $"{GrainKeys.EndpointOf(First)} and {GrainKeys.EndpointOf(Second)} do not reach each other";
}

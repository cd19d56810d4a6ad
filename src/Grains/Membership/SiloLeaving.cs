namespace Granary.Grains.Membership;

/// <summary>Whether this silo is about to leave politely.</summary>
internal sealed class SiloLeaving
{
    private volatile bool _hasBegun;

    public bool HasBegun => _hasBegun;

    public void Begin() => _hasBegun = true;
}

namespace Granary.Grains.Membership;

/// <summary>Two silos that work together do not reach each other.</summary>
internal sealed class BrokenLinkException(string message) : TimeoutException(message);

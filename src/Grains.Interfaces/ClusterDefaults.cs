namespace Granary.Grains.Interfaces;

/// <summary>What silos and clients agree on when nobody says anything else.</summary>
public static class ClusterDefaults
{
    /// <summary>Orleans' cluster id.</summary>
    public const string ClusterId = "granary";

    /// <summary>Orleans' service id.</summary>
    public const string ServiceId = "granary";

    /// <summary>The port at which a silo listens to other silos.</summary>
    public const int SiloPort = 11111;

    /// <summary>The port at which a silo listens to clients.</summary>
    public const int GatewayPort = 30000;
}

namespace Granary.Grains.Interfaces;

/// <summary>What silos and clients agree on.</summary>
public static class ClusterDefaults
{
    /// <summary>Orleans' cluster id.</summary>
    public const string ClusterId = "granary";

    /// <summary>Orleans' service id.</summary>
    public const string ServiceId = "granary";

    /// <summary>The name of the storage provider that keeps grains' small states.</summary>
    public const string Storage = "granary";

    /// <summary>
    /// The version of everything that silos and clients tell each other and keep together: grain interfaces, messages, the table
    /// of members, stored state. Raised when programs of two versions could misunderstand each other.
    /// </summary>
    public const int ProtocolVersion = 8;
}

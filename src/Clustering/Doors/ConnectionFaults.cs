namespace Granary.Clustering.Doors;

/// <summary>What kept this process's connections from coming up, for whoever has to tell it: Orleans goes on trying and tells nobody.</summary>
public sealed class ConnectionFaults
{
    private volatile ClusterFaultException? _last;

    /// <summary>Why the last connection was not let in; null while all were.</summary>
    public ClusterFaultException? Last
    {
        get => _last;
        internal set => _last = value;
    }
}

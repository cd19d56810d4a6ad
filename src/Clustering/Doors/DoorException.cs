namespace Granary.Clustering.Doors;

/// <summary>Somebody was not let in, or did not let this process in. The message says why and what to do, without a full stop.</summary>
/// <param name="message">The message.</param>
/// <param name="inner">The cause, or null.</param>
public sealed class DoorException(string message, Exception? inner = null) : ClusterFaultException(message, inner);

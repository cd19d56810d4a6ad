namespace Granary.Clustering.Databases;

/// <summary>
/// The Redis server or the PostgreSQL database of a cluster cannot be used as it is. The message is for the user: which address,
/// what was found, what to do.
/// </summary>
/// <param name="message">What is wrong, where, and what to do.</param>
/// <param name="cause">What the driver said, or null.</param>
public sealed class DatabaseException(string message, Exception? cause = null) : ClusterFaultException(message, cause);

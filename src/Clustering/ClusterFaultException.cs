namespace Granary.Clustering;

/// <summary>
/// A cluster cannot be joined or used as it is. The message says what was found, where, what was expected and what to do, for the
/// person who started the program.
/// </summary>
/// <param name="message">The message.</param>
/// <param name="inner">The cause, or null.</param>
public class ClusterFaultException(string message, Exception? inner = null) : Exception(message, inner);

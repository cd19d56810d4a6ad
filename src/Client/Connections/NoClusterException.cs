namespace Granary.Client.Connections;

/// <summary>There is no cluster where one was expected, or not any more. The message says where and what to do.</summary>
internal sealed class NoClusterException(string message, Exception? inner = null) : Exception(message, inner);

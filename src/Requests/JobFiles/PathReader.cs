using System.Text.Json;
using Granary.Requests.JobFiles.Json;

namespace Granary.Requests.JobFiles;

/// <summary>Reads paths, which stand relative to the job file's folder, and makes them absolute.</summary>
internal sealed class PathReader(string folder, JobFaults faults)
{
    /// <summary>Reads a path.</summary>
    /// <param name="node">The value.</param>
    /// <param name="key">Its key.</param>
    /// <param name="expected">What a message says is expected.</param>
    /// <returns>The path, or a stand-in when there is a fault.</returns>
    public string Read(Node node, string key, string expected)
    {
        if (node is not ScalarNode { Kind: JsonTokenType.String, Text: { Length: > 0 } path } || path.Contains('\0'))
        {
            faults.Add(node.Place, key, $"found {node.Found}, expected {expected}");
            return Path.Combine(folder, "unknown");
        }

        return Path.GetFullPath(path, folder);
    }
}

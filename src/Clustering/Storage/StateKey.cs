using System.Security.Cryptography;
using System.Text;

namespace Granary.Clustering.Storage;

/// <summary>Whose state it is.</summary>
/// <param name="Grain">The grain's id, type and key.</param>
/// <param name="State">The name of the state among the grain's states.</param>
internal sealed record StateKey(string Grain, string State)
{
    private const int MaxReadable = 80;
    private const int HashBytes = 8;

    /// <summary>
    /// A folder's name for it: what people recognize, then a hash that keeps apart what reads the same, also where file names
    /// know no upper case. Ids come from users, so no character of them is taken that a file system may treat in a way of its own.
    /// </summary>
    public string FolderName()
    {
        var readable = new StringBuilder();
        foreach (var c in $"{State}-{Grain}".Take(MaxReadable))
        {
            readable.Append(char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-');
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{State}\0{Grain}"));
        return $"{readable}-{Convert.ToHexStringLower(hash.AsSpan(0, HashBytes))}";
    }
}

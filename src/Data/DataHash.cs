using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Granary.Numerics.Datasets;

namespace Granary.Data;

/// <summary>The hash of data sets' numbers.</summary>
internal static class DataHash
{
    /// <summary>The SHA-256 of the features, targets and weights of some data sets, one after the other, each with its number of rows before it.</summary>
    public static string Of(IEnumerable<Dataset> sets)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var set in sets)
        {
            hash.AppendData(BitConverter.GetBytes(set.Rows));
            set.Features.ForBytes(hash.AppendData);
            hash.AppendData(MemoryMarshal.AsBytes(set.Labels));
            hash.AppendData(MemoryMarshal.AsBytes(set.Values));
            hash.AppendData(MemoryMarshal.AsBytes(set.Weights));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

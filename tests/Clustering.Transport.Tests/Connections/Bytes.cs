using System.IO.Pipelines;

namespace Granary.Clustering.Transport.Tests.Connections;

/// <summary>Bytes to send, and all that arrives.</summary>
internal static class Bytes
{
    public static byte[] Random(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Reads to the other side's end.</summary>
    public static async Task<byte[]> ReadToEnd(PipeReader reader)
    {
        using var all = new MemoryStream();
        await reader.CopyToAsync(all).WaitAsync(Eventually.Deadline);
        return all.ToArray();
    }
}

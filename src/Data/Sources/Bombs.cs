namespace Granary.Data.Sources;

/// <summary>Refuses compressed files that are made to take all of the memory.</summary>
internal static class Bombs
{
    private const long Harmless = 100_000_000;

    // Tables are compressed a hundredfold at most, and what deflate can do at most is a thousandfold.
    private const long LargestRatio = 500;

    /// <summary>Looks at what has been decompressed so far.</summary>
    /// <param name="compressed">Length of the compressed data in bytes.</param>
    /// <param name="read">Bytes that came out of them so far.</param>
    /// <exception cref="InvalidDataException">It is more than data give.</exception>
    public static void Check(long compressed, long read)
    {
        if (read > Harmless && read / LargestRatio > compressed)
        {
            throw new InvalidDataException($"The compressed file of {compressed} bytes holds more than {LargestRatio} times as many, "
                + "which tables and pictures do not. If it is right, decompress it first.");
        }
    }
}

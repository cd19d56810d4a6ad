namespace Granary.Clustering.Doors;

/// <summary>The byte by which a listener says that it lets the other end in.</summary>
internal static class Welcome
{
    private const byte Value = (byte)'w';

    public static ValueTask SayAsync(Stream stream, CancellationToken cancellationToken) =>
        stream.WriteAsync(new byte[] { Value }, cancellationToken);

    /// <exception cref="IOException">The listener closed the connection instead.</exception>
    public static async Task HearAsync(Stream stream, CancellationToken cancellationToken)
    {
        var heard = new byte[1];
        await stream.ReadExactlyAsync(heard, cancellationToken);
        if (heard[0] != Value)
        {
            throw new IOException($"found the byte {heard[0]}, expected a welcome");
        }
    }
}

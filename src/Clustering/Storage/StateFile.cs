using System.Security.Cryptography;

namespace Granary.Clustering.Storage;

/// <summary>What a state file holds: a line of JSON for people, then the state in Orleans' own serialization.</summary>
/// <param name="Header">The line.</param>
/// <param name="Payload">The state.</param>
internal sealed record StateFile(StateFileHeader Header, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Makes the content of a file.</summary>
    public static StateFile Create(StateKey key, long version, DateTimeOffset written, bool exists, ReadOnlyMemory<byte> payload) => new(
        new StateFileHeader(
            StateFileHeader.CurrentFormat, key.Grain, key.State, version, written, exists, payload.Length, Hash(payload.Span)),
        payload);

    /// <summary>Takes a file apart.</summary>
    /// <param name="path">Where it was found, for the message.</param>
    /// <param name="content">All of it.</param>
    /// <param name="key">Whose state it should hold.</param>
    /// <exception cref="StateFileException">It is not whole, or holds something else.</exception>
    public static StateFile Parse(string path, ReadOnlyMemory<byte> content, StateKey key)
    {
        var end = content.Span.IndexOf((byte)'\n');
        if (end < 0 || StateFileHeader.Parse(content.Span[..end]) is not { } header)
        {
            throw Fault(path, $"found {content.Length} bytes that are not a state file, expected a first line of JSON with the format "
                + $"'{StateFileHeader.CurrentFormat}'");
        }

        var payload = content[(end + 1)..];
        if (header.Grain != key.Grain || header.State != key.State)
        {
            throw Fault(path, $"found the state '{header.State}' of {header.Grain}, expected '{key.State}' of {key.Grain}");
        }

        if (payload.Length != header.Length)
        {
            throw Fault(path, $"found {payload.Length} bytes after its first line, expected {header.Length}");
        }

        var hash = Hash(payload.Span);
        return hash == header.Sha256
            ? new StateFile(header, payload)
            : throw Fault(path, $"found content with the SHA-256 {hash}, expected {header.Sha256}");
    }

    private static string Hash(ReadOnlySpan<byte> payload) => Convert.ToHexStringLower(SHA256.HashData(payload));

    private static StateFileException Fault(string path, string what) => new(
        $"The state file {path} cannot be used: {what}. Put a good copy in its place, or remove the folder "
        + $"{Path.GetDirectoryName(path)} and lose this state.");
}

using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Granary.Clustering.Doors;

/// <summary>
/// The door on loopback, where every user of the machine reaches every port: both ends prove that they know the <see cref="ClusterSecret"/>.
/// </summary>
/// <remarks>
/// <code>
/// connecting  → magic, c                         c, s: 32 random bytes
/// listening   → magic, s, HMAC(secret, "listening", c, s, endpoint)
/// connecting  → HMAC(secret, "connecting", c, s, endpoint)
/// listening   → welcome
/// </code>
/// The secret itself is never sent, so a stranger who took the port of a silo that is gone learns nothing. He cannot pass on to another silo
/// what he hears, either: the endpoint is part of the proofs. Bytes are not encrypted: what goes over loopback only root can read.
/// </remarks>
/// <param name="secret">The secret.</param>
internal sealed class SecretDoor(ClusterSecret secret) : IDoor
{
    private const int RandomBytes = 32;

    private static readonly byte[] Magic = "GRANARY1"u8.ToArray();

    /// <inheritdoc/>
    public async Task<Passage> EnterAsync(Stream stream, IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        var known = secret.Read();
        var connecting = RandomNumberGenerator.GetBytes(RandomBytes);
        try
        {
            await stream.WriteAsync((byte[])[.. Magic, .. connecting], cancellationToken);
            await ReadMagicAsync(stream, cancellationToken);
            var listening = await ReadAsync(stream, RandomBytes, cancellationToken);
            var proof = await ReadAsync(stream, HMACSHA256.HashSizeInBytes, cancellationToken);
            if (!IsProof(proof, known, "listening", connecting, listening, endpoint))
            {
                throw new DoorException($"{endpoint} does not know the secret in {secret.Path}: it is another cluster's, or no silo");
            }

            await stream.WriteAsync(Proof(known, "connecting", connecting, listening, endpoint), cancellationToken);
            await Welcome.HearAsync(stream, cancellationToken);
            return new Passage(stream);
        }
        catch (IOException e)
        {
            throw new DoorException($"{endpoint} closed the connection: it does not accept the secret in {secret.Path}, or is no silo", e);
        }
    }

    /// <inheritdoc/>
    public async Task<Passage> AdmitAsync(Stream stream, IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        await ReadMagicAsync(stream, cancellationToken);
        var connecting = await ReadAsync(stream, RandomBytes, cancellationToken);
        var known = secret.Read();
        var listening = RandomNumberGenerator.GetBytes(RandomBytes);
        byte[] answer = [.. Magic, .. listening, .. Proof(known, "listening", connecting, listening, endpoint)];
        await stream.WriteAsync(answer, cancellationToken);
        var proof = await ReadAsync(stream, HMACSHA256.HashSizeInBytes, cancellationToken);
        if (!IsProof(proof, known, "connecting", connecting, listening, endpoint))
        {
            throw new DoorException($"it does not know the secret in {secret.Path}");
        }

        await Welcome.SayAsync(stream, cancellationToken);
        return new Passage(stream);
    }

    private static async Task ReadMagicAsync(Stream stream, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(stream, Magic.Length, cancellationToken);
        if (!found.AsSpan().SequenceEqual(Magic))
        {
            throw new DoorException("it does not begin with Granary's handshake, expected a silo or console of this user");
        }
    }

    private static async Task<byte[]> ReadAsync(Stream stream, int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    private static bool IsProof(byte[] found, byte[] secret, string end, byte[] connecting, byte[] listening, IPEndPoint endpoint) =>
        CryptographicOperations.FixedTimeEquals(found, Proof(secret, end, connecting, listening, endpoint));

    private static byte[] Proof(byte[] secret, string end, byte[] connecting, byte[] listening, IPEndPoint endpoint) =>
        HMACSHA256.HashData(secret, (byte[])[.. Encoding.ASCII.GetBytes($"{end} {Text(endpoint)} "), .. connecting, .. listening]);

    // Both ends have to write it alike.
    private static string Text(IPEndPoint endpoint) =>
        endpoint.Address.IsIPv4MappedToIPv6 ? $"{new IPEndPoint(endpoint.Address.MapToIPv4(), endpoint.Port)}" : $"{endpoint}";
}

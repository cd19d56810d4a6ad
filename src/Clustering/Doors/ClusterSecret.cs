using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Granary.Clustering.Addresses;
using Granary.Files;

namespace Granary.Clustering.Doors;

/// <summary>
/// 32 random bytes that the silos and consoles of one user share, in a file that only he can read. Whoever knows them is let in on loopback.
/// </summary>
/// <param name="data">The data directory that keeps the file.</param>
internal sealed class ClusterSecret(DataDirectory data)
{
    private const int Length = 32;

    /// <summary>The file.</summary>
    public string Path { get; } = System.IO.Path.Combine(data.Folder(DataDirectory.Cluster), "secret");

    /// <summary>Makes the secret where there is none.</summary>
    /// <exception cref="ClusterFaultException">It cannot be kept.</exception>
    public void Ensure()
    {
        try
        {
            if (!File.Exists(Path))
            {
                // Of several silos that start at once, one succeeds.
                DurableDirectory.Create(System.IO.Path.GetDirectoryName(Path)!);
                var text = Encoding.ASCII.GetBytes(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Length)) + "\n");
                DurableFile.TryCreate(Path, file => RandomAccess.Write(file, text, 0));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ClusterFaultException($"the secret of connections on this machine cannot be kept in {Path}: {e.Message}", e);
        }
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="DoorException">It cannot be read.</exception>
    public byte[] Read()
    {
        try
        {
            var secret = Base64Url.DecodeFromChars(File.ReadAllText(Path).AsSpan().Trim());
            return secret.Length == Length
                ? secret
                : throw new FormatException($"found {secret.Length} bytes, expected {Length}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new DoorException(
                $"the secret that lets its owner in cannot be read from {Path} ({e.Message.TrimEnd('.')}): "
                + "expected the data directory of the silos, and their user", e);
        }
    }
}

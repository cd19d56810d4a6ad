using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Granary.Numerics.Layers;

namespace Granary.Numerics.Networks;

/// <summary>The fingerprint by which two runs are compared.</summary>
public static class WeightsHash
{
    /// <summary>What stands before the digits.</summary>
    public const string Prefix = "sha256:";

    /// <summary>
    /// <c>sha256:</c> and, in lower-case hexadecimal digits, the SHA-256 of all layers in order: <c>W</c> as float32
    /// little-endian, output neuron by output neuron, then <c>b</c>, then the gains and the shifts of a layer that is normalized.
    /// </summary>
    /// <param name="layers">For each layer its slices, in order.</param>
    public static string Compute(IEnumerable<Slice[]> layers)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Weights are hashed as little-endian float32: this machine is big-endian.");
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var layer in layers)
        {
            foreach (var tensor in Enum.GetValues<LayerTensor>())
            {
                foreach (var slice in layer.Where(s => s.IsNormalized || tensor <= LayerTensor.Biases))
                {
                    hash.AppendData(MemoryMarshal.AsBytes(slice.Of(tensor)));
                }
            }
        }

        return Prefix + Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using Granary.Numerics.Layers;
using Granary.Numerics.Memory;
using Granary.Numerics.Networks;
using Granary.Numerics.Tests.Memory;

namespace Granary.Numerics.Tests.Networks;

public sealed unsafe class WeightsHashTests
{
    // A layer 2 -> 3 in slices of 2 neurons and 1, and a layer 3 -> 1; biases are 10, 20, 30 and 40.
    [Fact]
    public void Compute_SlicedLayers_HashesWeightsByNeuronThenBiases()
    {
        AlignedBuffer[] memory = [Buffers.Of(1, 2, 3, -0f, 10, 20), Buffers.Of(5, 6, 30), Buffers.Of(7, 8, 9, 40)];
        Slice[][] layers =
        [
            [
                new Slice(new SliceShape(0, 0, 0, 2, 2), memory[0].Pointer),
                new Slice(new SliceShape(0, 1, 2, 1, 2), memory[1].Pointer),
            ],
            [new Slice(new SliceShape(1, 0, 0, 1, 3), memory[2].Pointer)],
        ];
        float[] expected = [1, 2, 3, -0f, 5, 6, 10, 20, 30, 7, 8, 9, 40];
        var bytes = new byte[4 * expected.Length];
        for (var i = 0; i < expected.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), expected[i]);
        }

        Assert.Equal("sha256:" + Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant(), WeightsHash.Compute(layers));
        GC.KeepAlive(memory);
    }
}

using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Layers;

namespace Granary.Grains.Tests.Layers;

public sealed class TensorMemoryTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public unsafe void Allocate_Buffers_AreZeroedApartAndOnCacheLines(bool isShared)
    {
        var buffers = TensorMemory.Allocate(3, 17, isShared);

        foreach (var (buffer, i) in buffers.Select((b, i) => (b, i)))
        {
            Assert.Equal(new float[17], buffer.Span.ToArray());
            Assert.Equal(0u, (nuint)buffer.Pointer % 64);
            buffer.Span.Fill(i + 1);
        }

        Assert.Equal([1f, 2f, 3f], buffers.Select(b => b.Span.ToArray().Distinct().Single()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Block_OfABuffer_ShowsItAndTravelsByNameWhereItIsShared(bool isShared)
    {
        var buffer = TensorMemory.Allocate(3, 17, isShared)[1];
        buffer.Span[16] = 5;

        var block = TensorMemory.Block(buffer, WireName.Bfloat16);

        Assert.Equal((5f, 17, WireName.Bfloat16, false), (block.Span[16], block.Length, block.Wire, block.IsNamed));
        Assert.Equal(isShared, block.ByName is not null);
        Assert.True(block.ByName is null or { IsNamed: true, Length: 17, Wire: WireName.Bfloat16 });
        GC.KeepAlive(buffer);
    }
}

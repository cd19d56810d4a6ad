using System.Buffers;
using System.Runtime.InteropServices;
using Granary.Grains.Interfaces.Layers;
using Granary.Grains.Interfaces.Tensors;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Codecs;
using Orleans.Serialization.Session;
using Orleans.Serialization.WireProtocol;

namespace Granary.Grains.Interfaces.Tests.Tensors;

public sealed class TensorBlockCodecTests : IDisposable
{
    private readonly ServiceProvider _services =
        new ServiceCollection().AddSerializer(s => s.AddAssembly(typeof(TensorBlock).Assembly)).BuildServiceProvider();

    [Fact]
    public void RoundTrip_EveryKindOfFloat_KeepsEveryBit()
    {
        int[] bits =
        [
            0, int.MinValue, 0x3F80_0000, 1, unchecked((int)0x8000_0001), 0x007F_FFFF, // zeros, one, denormals
            0x7F80_0000, unchecked((int)0xFF80_0000), // infinities
            0x7FC0_0000, 0x7FC1_2345, 0x7F80_0001, unchecked((int)0xFFFF_FFFF), // NaNs, quiet and signalling, with payloads
        ];

        var read = RoundTrip(Block(MemoryMarshal.Cast<int, float>(bits)));

        Assert.Equal(bits, MemoryMarshal.Cast<float, int>(read.Span).ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(1024)]
    [InlineData(300_001)]
    public void RoundTrip_AnyLength_GivesTheFloats(int length)
    {
        var floats = Enumerable.Range(0, length).Select(i => i * 0.7f).ToArray();

        var read = RoundTrip(Block(floats));

        Assert.Equal(length, read.Length);
        Assert.Equal(floats, read.Span.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(17)]
    public void RoundTrip_OffCacheLines_GivesTheFloats(int offset)
    {
        var array = GC.AllocateArray<float>(64, pinned: true);
        for (var i = 0; i < array.Length; i++)
        {
            array[i] = i;
        }

        Assert.Equal(array[offset..(offset + 40)], RoundTrip(new TensorBlock(array, offset, 40)).Span.ToArray());
    }

    [Fact]
    public void RoundTrip_InsideAMessage_LeavesItsNeighboursAlone()
    {
        var message = new ParcelGradients { Generation = 7, Step = long.MaxValue, Nodes = [1, 2, 3], Gradients = [Block([1, 2, 3]), Block([4])] };

        var read = RoundTrip(message);

        Assert.Equal((7, long.MaxValue), (read.Generation, read.Step));
        Assert.Equal([1, 2, 3], read.Nodes);
        Assert.Equal([[1f, 2f, 3f], [4f]], read.Gradients.Select(g => g.Span.ToArray()));
    }

    [Fact]
    public void RoundTrip_SeveralReferencesToOneBlock_StayOneBlock()
    {
        var (shared, other) = (Block([1, 2]), Block([3]));

        var read = RoundTrip(new[] { new SliceWeights(1, shared), new SliceWeights(2, other), new SliceWeights(3, shared) });

        Assert.Same(read[0].Parameters, read[2].Parameters);
        Assert.Equal([1f, 2f], read[2].Parameters.Span.ToArray());
        Assert.Equal([3f], read[1].Parameters.Span.ToArray());
        Assert.Equal([1, 2, 3], read.Select(w => w.Version));
    }

    [Fact]
    public void RoundTrip_Nothing_GivesNothing() => Assert.Null(RoundTrip<TensorBlock>(null!));

    [Fact]
    public void RoundTrip_Object_IsStillABlock() =>
        Assert.Equal([5f], Assert.IsType<TensorBlock>(RoundTrip<object>(Block([5]))).Span.ToArray());

    [Fact]
    public unsafe void Read_Block_StartsOnACacheLine() =>
        Assert.Equal(0u, (nuint)RoundTrip(Block([1, 2, 3])).Pointer % 64);

    [Fact]
    public void Write_Block_CostsFourBytesAFloatAndAFew()
    {
        var bytes = _services.GetRequiredService<Serializer>().SerializeToArray(Block(new float[1000]));

        Assert.InRange(bytes.Length, 4000, 4032);
    }

    [Fact]
    public void Copy_Block_IsTheBlock()
    {
        var message = new SliceWeights(1, Block([1]));

        Assert.Same(message.Parameters, _services.GetRequiredService<DeepCopier>().Copy(message).Parameters);
    }

    [Theory]
    [InlineData((uint)(TensorBlock.MaxLength + 1) * sizeof(float), 16)] // over-long
    [InlineData(uint.MaxValue - 3, 16)]
    [InlineData(15, 16)] // no whole floats
    [InlineData(20, 16)] // more than is left
    [InlineData((uint)TensorBlock.MaxLength * sizeof(float), 16)]
    public void Read_WrongLength_IsRefusedBeforeAnythingIsAllocated(uint announced, int present)
    {
        const int FarBelowTheBlock = 256 * 1024;
        Announce(16, 16); // Compiles everything, so that only the refused one is measured.

        var before = GC.GetAllocatedBytesForCurrentThread();
        var exception = Record.Exception(() => Announce(announced, present));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.IsType<InvalidDataException>(exception);
        Assert.Contains($"{announced} bytes was announced", exception.Message);
        Assert.InRange(allocated, 0, FarBelowTheBlock);
    }

    [Fact]
    public void Read_WrongWireType_IsRefused() =>
        Assert.ThrowsAny<SerializerException>(() => ReadAs(WireType.VarInt, 8, 8));

    public void Dispose() => _services.Dispose();

    private static TensorBlock Block(ReadOnlySpan<float> floats)
    {
        var array = GC.AllocateArray<float>(floats.Length, pinned: true);
        floats.CopyTo(array);
        return new TensorBlock(array, 0, floats.Length);
    }

    private T RoundTrip<T>(T value)
    {
        var serializer = _services.GetRequiredService<Serializer>();
        return serializer.Deserialize<T>(serializer.SerializeToArray(value))!;
    }

    private TensorBlock Announce(uint announced, int present) => ReadAs(WireType.LengthPrefixed, announced, present);

    // A message with a field that announces a block of so many bytes, of which so many follow.
    private TensorBlock ReadAs(WireType type, uint announced, int present)
    {
        var sessions = _services.GetRequiredService<SerializerSessionPool>();
        var buffer = new ArrayBufferWriter<byte>();
        using (var session = sessions.GetSession())
        {
            var writer = Writer.Create(buffer, session);
            writer.WriteFieldHeader(0, typeof(TensorBlock), typeof(TensorBlock), type);
            writer.WriteVarUInt32(announced);
            writer.Write(new byte[present]);
            writer.Commit();
        }

        using var readSession = sessions.GetSession();
        var reader = Reader.Create(new ReadOnlySequence<byte>(buffer.WrittenMemory), readSession);
        return new TensorBlockCodec().ReadValue(ref reader, FieldHeaderCodec.ReadFieldHeader(ref reader))!;
    }
}

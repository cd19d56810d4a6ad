using System.Buffers;
using System.Runtime.InteropServices;
using Granary.Grains.Interfaces.Jobs;
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

    [Fact]
    public void RoundTrip_EveryBfloat16_KeepsEveryBit()
    {
        var bits = Enumerable.Range(0, 1 << 16).Select(upper => upper << 16).ToArray();

        var read = RoundTrip(Bfloat16Block(MemoryMarshal.Cast<int, float>(bits)));

        Assert.Equal(bits, MemoryMarshal.Cast<float, int>(read.Span).ToArray());
        Assert.Equal(WireName.Bfloat16, read.Wire);
    }

    // Around the vectors of any machine and the runs that are written at once.
    [Fact]
    public void RoundTrip_Bfloat16OfAnyLength_GivesTheFloats()
    {
        int[] longer = [1023, 1024, 1025, 5000, 300_001];
        foreach (var length in Enumerable.Range(0, 70).Concat(longer))
        {
            var floats = Enumerable.Range(0, length).Select(i => (i % 256) - 100f).ToArray();

            var read = RoundTrip(Bfloat16Block(floats));

            Assert.Equal(floats, read.Span.ToArray());
        }
    }

    [Fact]
    public void RoundTrip_BothWiresOfOneLength_KeepTheirOwn()
    {
        const int LengthOfThisTest = 1289;
        var floats = Enumerable.Repeat(0.1f, LengthOfThisTest).ToArray();
        var halves = new float[LengthOfThisTest];
        TensorPool.Return(RoundTrip(Bfloat16Block(halves)));

        var read = RoundTrip(Block(floats));

        Assert.Equal(WireName.Float32, read.Wire);
        Assert.Equal(floats, read.Span.ToArray());
        TensorPool.Return(read);
        var second = RoundTrip(Bfloat16Block(halves));
        Assert.Equal((WireName.Bfloat16, 0f), (second.Wire, second.Span.ToArray().Max()));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(40, 39)]
    [InlineData(40, 0)]
    [InlineData(3000, 2047)]
    public void Write_Bfloat16BlockWithAnotherFloat_IsRefused(int length, int place)
    {
        var floats = new float[length];
        floats[place] = BitConverter.Int32BitsToSingle(0x3F80_0001);

        var error = Assert.Throws<InvalidOperationException>(() => RoundTrip(Bfloat16Block(floats)));

        Assert.Contains("bfloat16", error.Message, StringComparison.Ordinal);
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
        var message = new BucketGradients { Generation = 7, Step = long.MaxValue, Nodes = [1, 2, 3], Gradients = [Block([1, 2, 3]), Block([4])] };

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
    public void Write_Bfloat16Block_CostsTwoBytesAFloatAndAFew()
    {
        var bytes = _services.GetRequiredService<Serializer>().SerializeToArray(Bfloat16Block(new float[1000]));

        Assert.InRange(bytes.Length, 2000, 2032);
    }

    [Fact]
    public void Copy_Block_IsTheBlock()
    {
        var message = new SliceWeights(1, Block([1]));

        Assert.Same(message.Parameters, _services.GetRequiredService<DeepCopier>().Copy(message).Parameters);
    }

    [Theory]
    [InlineData(0, ((uint)(TensorBlock.MaxLength + 1) * sizeof(float)) + 1, 17)] // over-long
    [InlineData(1, ((uint)(TensorBlock.MaxLength + 1) * sizeof(ushort)) + 1, 17)]
    [InlineData(0, uint.MaxValue, 17)]
    [InlineData(0, 16, 17)] // no whole floats
    [InlineData(1, 16, 17)]
    [InlineData(0, 21, 17)] // more than is left
    [InlineData(1, 19, 17)]
    [InlineData(0, ((uint)TensorBlock.MaxLength * sizeof(float)) + 1, 17)]
    [InlineData(1, ((uint)TensorBlock.MaxLength * sizeof(ushort)) + 1, 17)]
    [InlineData(0, 0, 17)] // not even the byte that says what follows
    [InlineData(0, 1, 0)]
    [InlineData(2, 17, 17)] // neither wire
    [InlineData(255, 17, 17)]
    public void Read_WrongHead_IsRefusedBeforeAnythingIsAllocated(byte wire, uint announced, int present)
    {
        const int FarBelowTheBlock = 256 * 1024;
        Announce(wire: 1, 17, 17); // Compiles everything, so that only the refused one is measured.

        var before = GC.GetAllocatedBytesForCurrentThread();
        var exception = Record.Exception(() => Announce(wire, announced, present));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.IsType<InvalidDataException>(exception);
        Assert.Contains($"{announced} bytes was announced", exception.Message);
        Assert.InRange(allocated, 0, FarBelowTheBlock);
    }

    [Fact]
    public void Read_WrongWireType_IsRefused() =>
        Assert.ThrowsAny<SerializerException>(() => ReadAs(WireType.VarInt, 0, 8, 8));

    public void Dispose() => _services.Dispose();

    private static TensorBlock Block(ReadOnlySpan<float> floats) => Block(floats, WireName.Float32);

    private static TensorBlock Bfloat16Block(ReadOnlySpan<float> floats) => Block(floats, WireName.Bfloat16);

    private static TensorBlock Block(ReadOnlySpan<float> floats, WireName wire)
    {
        var array = GC.AllocateArray<float>(floats.Length, pinned: true);
        floats.CopyTo(array);
        return new TensorBlock(array, 0, floats.Length, wire);
    }

    private T RoundTrip<T>(T value)
    {
        var serializer = _services.GetRequiredService<Serializer>();
        return serializer.Deserialize<T>(serializer.SerializeToArray(value))!;
    }

    private TensorBlock Announce(byte wire, uint announced, int present) => ReadAs(WireType.LengthPrefixed, wire, announced, present);

    // A message with a field that announces a block of so many bytes, of which so many follow; the first says which wire.
    private TensorBlock ReadAs(WireType type, byte wire, uint announced, int present)
    {
        var sessions = _services.GetRequiredService<SerializerSessionPool>();
        var buffer = new ArrayBufferWriter<byte>();
        using (var session = sessions.GetSession())
        {
            var writer = Writer.Create(buffer, session);
            writer.WriteFieldHeader(0, typeof(TensorBlock), typeof(TensorBlock), type);
            writer.WriteVarUInt32(announced);
            writer.Write(Enumerable.Range(0, present).Select(i => i == 0 ? wire : (byte)0).ToArray());
            writer.Commit();
        }

        using var readSession = sessions.GetSession();
        var reader = Reader.Create(new ReadOnlySequence<byte>(buffer.WrittenMemory), readSession);
        return new TensorBlockCodec().ReadValue(ref reader, FieldHeaderCodec.ReadFieldHeader(ref reader))!;
    }
}

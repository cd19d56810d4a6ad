using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Tensors;
using Granary.Numerics.Memory;

namespace Granary.Grains.Layers;

/// <summary>Memory for tensors that go from grain to grain, and the blocks that they go in.</summary>
internal static unsafe class TensorMemory
{
    private const int CacheLine = 16;

    /// <summary>Allocates buffers of one length, zeroed.</summary>
    /// <param name="count">How many buffers.</param>
    /// <param name="length">Their floats.</param>
    /// <param name="isShared">Whether other processes of this machine should be able to read them. Where that cannot be, they are not shared.</param>
    public static AlignedBuffer[] Allocate(int count, int length, bool isShared)
    {
        var buffers = new AlignedBuffer[count];
        var stride = (length + CacheLine - 1) / CacheLine * CacheLine;
        var memory = isShared ? SharedMemory.TryCreate(stride * count) : null;
        for (var i = 0; i < count; i++)
        {
            buffers[i] = memory is null ? new AlignedBuffer(length) : new AlignedBuffer(memory, memory.Pointer + ((nint)i * stride), length);
        }

        return buffers;
    }

    /// <summary>The block of a buffer.</summary>
    /// <param name="buffer">The buffer.</param>
    /// <param name="wire">How it travels between machines.</param>
    public static TensorBlock Block(AlignedBuffer buffer, WireName wire = WireName.Float32) => buffer.Owner is SharedMemory memory
        ? new TensorBlock(memory, (int)(buffer.Pointer - memory.Pointer), buffer.Length, wire)
        : new TensorBlock(buffer.Array!, buffer.Offset, buffer.Length, wire);
}

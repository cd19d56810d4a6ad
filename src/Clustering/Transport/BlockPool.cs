using System.Buffers;
using System.Runtime.InteropServices;

namespace Granary.Clustering.Transport;

/// <summary>
/// The memory under a silo's connections: pinned blocks, big enough that one system call moves half a megabyte. The block
/// given back last is handed out first, because it is still in the processor's cache.
/// </summary>
/// <remarks>
/// It keeps at most <see cref="MaxKept"/> blocks. A burst may rent more; what comes back beyond that is left to the garbage
/// collector, so that a burst does not stay for ever.
/// </remarks>
internal sealed class BlockPool : MemoryPool<byte>
{
    /// <summary>
    /// Bytes of a block: 512 KB of tensor and the message around it. What does not fit into one block, Orleans copies once more
    /// (<see cref="MessageWriter"/>).
    /// </summary>
    public const int BlockSize = 528 * 1024;

    /// <summary>The most blocks kept for later (33 MB).</summary>
    public const int MaxKept = 64;

    private readonly Lock _lock = new();
    private readonly Block[] _kept = new Block[MaxKept];
    private int _keptCount;
    private int _rentedCount;

    /// <inheritdoc/>
    public override int MaxBufferSize => BlockSize;

    /// <summary>Blocks that wait for their next use.</summary>
    public int Kept
    {
        get
        {
            lock (_lock)
            {
                return _keptCount;
            }
        }
    }

    /// <summary>Blocks in use.</summary>
    public int Rented
    {
        get
        {
            lock (_lock)
            {
                return _rentedCount;
            }
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">More than a block is asked for.</exception>
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockSize);
        var block = TakeKept() ?? new Block(this);
        block.IsRented = true;
        return block;
    }

    /// <summary>Does nothing: blocks that connections still hold come back later.</summary>
    protected override void Dispose(bool disposing)
    {
    }

    private Block? TakeKept()
    {
        lock (_lock)
        {
            _rentedCount++;
            return _keptCount > 0 ? _kept[--_keptCount] : null;
        }
    }

    private void Return(Block block)
    {
        lock (_lock)
        {
            // Whoever disposes of a block twice must not give it to two renters.
            if (!block.IsRented)
            {
                return;
            }

            block.IsRented = false;
            _rentedCount--;
            if (_keptCount < MaxKept)
            {
                _kept[_keptCount++] = block;
            }
        }
    }

    private sealed class Block(BlockPool pool) : IMemoryOwner<byte>
    {
        public bool IsRented { get; set; }

        public Memory<byte> Memory { get; } =
            MemoryMarshal.CreateFromPinnedArray(GC.AllocateUninitializedArray<byte>(BlockSize, pinned: true), 0, BlockSize);

        public void Dispose() => pool.Return(this);
    }
}

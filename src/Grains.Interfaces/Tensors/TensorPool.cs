using System.Collections.Concurrent;

namespace Granary.Grains.Interfaces.Tensors;

/// <summary>
/// Pinned arrays for blocks received from other silos. A job exchanges blocks of a few lengths, over and over, so arrays are
/// kept by their exact length. Without it, each step would leave megabytes to the garbage collector's oldest generation.
/// </summary>
public static class TensorPool
{
    private const int CacheLine = 16;
    private const int KeptPerLength = 64;

    private static readonly ConcurrentDictionary<int, ConcurrentBag<TensorBlock>> Blocks = new();

    /// <summary>A block of a length, with whatever content it had before.</summary>
    internal static TensorBlock Rent(int length) =>
        Blocks.TryGetValue(length, out var bag) && bag.TryTake(out var block) ? block : Allocate(length);

    /// <summary>Gives a block back. Does nothing for a block that is not the pool's.</summary>
    /// <param name="block">A block that nothing reads any more.</param>
    public static void Return(TensorBlock block)
    {
        if (!block.IsPooled)
        {
            return;
        }

        var bag = Blocks.GetOrAdd(block.Length, _ => []);
        if (bag.Count < KeptPerLength)
        {
            bag.Add(block);
        }
    }

    /// <summary>Leaves all that it keeps to the garbage collector: other jobs have blocks of other lengths.</summary>
    public static void Clear() => Blocks.Clear();

    private static unsafe TensorBlock Allocate(int length)
    {
        var array = GC.AllocateUninitializedArray<float>(length + CacheLine, pinned: true);
        fixed (float* first = array)
        {
            var misaligned = (int)((nuint)first / sizeof(float) % CacheLine);
            return new TensorBlock(array, (CacheLine - misaligned) % CacheLine, length) { IsPooled = true };
        }
    }
}

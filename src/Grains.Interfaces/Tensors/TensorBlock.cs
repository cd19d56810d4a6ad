using System.Runtime.InteropServices;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Grains.Interfaces.Tensors;

/// <summary>
/// A run of float32 on its way between grains. Inside a silo it passes by reference and nobody copies it; between silos its
/// bytes travel as they are, or only those that bfloat16 has. Whoever receives a block must not write to it.
/// </summary>
/// <remarks>
/// Its array is pinned, so that kernels can work on it in place. A block that came from another silo is rented from
/// <see cref="TensorPool"/>; its receiver may give it back when nothing reads it any more.
/// </remarks>
/// <param name="array">A pinned array that holds the floats.</param>
/// <param name="offset">Where they start.</param>
/// <param name="length">How many.</param>
/// <param name="wire">
/// How they travel between silos. With <see cref="WireName.Bfloat16"/> each float is a bfloat16, that is, its lower 16 bits are 0,
/// and only its upper half is sent; a block that holds another float is refused when it is written.
/// </param>
[Immutable]
public sealed class TensorBlock(float[] array, int offset, int length, WireName wire = WireName.Float32)
{
    /// <summary>The most floats of one block (64 MB): messages must stay well below Orleans' limit of 100 MB.</summary>
    public const int MaxLength = 16 * 1024 * 1024;

    /// <summary>How many floats.</summary>
    public int Length => length;

    /// <summary>The floats.</summary>
    public ReadOnlySpan<float> Span => array.AsSpan(offset, length);

    /// <summary>The address of the first float. Valid while this block is reachable.</summary>
    public unsafe float* Pointer => (float*)Marshal.UnsafeAddrOfPinnedArrayElement(array, offset);

    /// <summary>How the floats travel. A received block keeps what it was sent with.</summary>
    public WireName Wire { get; internal set; } = wire;

    /// <summary>Whether the array belongs to <see cref="TensorPool"/>.</summary>
    internal bool IsPooled { get; init; }

    /// <summary>The array that holds the floats.</summary>
    internal float[] Array => array;

    /// <summary>The floats, for whoever makes the block.</summary>
    internal Span<float> Writable => array.AsSpan(offset, length);
}

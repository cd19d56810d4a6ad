using System.Runtime.InteropServices;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Grains.Interfaces.Tensors;

/// <summary>
/// A run of float32 on its way between grains. Inside a silo it passes by reference and nobody copies it; between silos its
/// bytes travel as they are, or only those that bfloat16 has, or, between silos of one machine, only the name of the
/// <see cref="SharedMemory"/> that holds it. Whoever receives a block must not write to it.
/// </summary>
/// <remarks>
/// It never moves, so that kernels can work on it in place. A block that came from another silo as bytes is rented from
/// <see cref="TensorPool"/>; its receiver may give it back when nothing reads it any more.
/// </remarks>
[Immutable]
public sealed unsafe class TensorBlock
{
    /// <summary>The most floats of one block (64 MB): messages must stay well below Orleans' limit of 100 MB.</summary>
    public const int MaxLength = 16 * 1024 * 1024;

    private readonly float[]? _array;

    /// <summary>Makes a block of an array.</summary>
    /// <param name="array">A pinned array that holds the floats.</param>
    /// <param name="offset">Where they start.</param>
    /// <param name="length">How many.</param>
    /// <param name="wire">
    /// How they travel between silos. With <see cref="WireName.Bfloat16"/> each float is a bfloat16, that is, its lower 16 bits are 0,
    /// and only its upper half is sent; a block that holds another float is refused when it is written.
    /// </param>
    public TensorBlock(float[] array, int offset, int length, WireName wire = WireName.Float32)
    {
        _array = array;
        Offset = offset;
        Length = length;
        Wire = wire;
        Pointer = (float*)Marshal.UnsafeAddrOfPinnedArrayElement(array, offset);
    }

    /// <summary>Makes a block of shared memory, which travels as bytes; <see cref="ByName"/> is the same one that does not.</summary>
    /// <param name="memory">The memory that holds the floats.</param>
    /// <param name="offset">Where they start.</param>
    /// <param name="length">How many.</param>
    /// <param name="wire">How they travel between silos of different machines.</param>
    public TensorBlock(SharedMemory memory, int offset, int length, WireName wire = WireName.Float32)
        : this(memory, offset, length, wire, isNamed: false)
    {
        ByName = new TensorBlock(memory, offset, length, wire, isNamed: true);
    }

    internal TensorBlock(SharedMemory memory, int offset, int length, WireName wire, bool isNamed)
    {
        Memory = memory;
        Offset = offset;
        Length = length;
        Wire = wire;
        IsNamed = isNamed;
        Pointer = memory.Pointer + offset;
    }

    /// <summary>How many floats.</summary>
    public int Length { get; }

    /// <summary>The floats.</summary>
    public ReadOnlySpan<float> Span => Writable;

    /// <summary>The address of the first float. Valid while this block is reachable.</summary>
    public float* Pointer { get; }

    /// <summary>How the floats travel. A received block keeps what it was sent with.</summary>
    public WireName Wire { get; internal set; }

    /// <summary>
    /// The same floats, of which only the name travels: for silos of this machine. Who sends it must not write the memory before the
    /// receiver has done with it. Null where the floats are not in shared memory.
    /// </summary>
    public TensorBlock? ByName { get; }

    /// <summary>Whether only the name travels, or has travelled.</summary>
    public bool IsNamed { get; }

    /// <summary>The shared memory that holds the floats; null when an array does.</summary>
    internal SharedMemory? Memory { get; }

    /// <summary>Where in the memory, or the array, the floats start.</summary>
    internal int Offset { get; }

    /// <summary>Whether the array belongs to <see cref="TensorPool"/>.</summary>
    internal bool IsPooled { get; init; }

    /// <summary>The array that holds the floats; null when shared memory does.</summary>
    internal float[]? Array => _array;

    /// <summary>The floats, for whoever makes the block.</summary>
    internal Span<float> Writable => _array is null ? new(Pointer, Length) : _array.AsSpan(Offset, Length);
}

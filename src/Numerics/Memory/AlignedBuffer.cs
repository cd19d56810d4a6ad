using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Granary.Numerics.Memory;

/// <summary>
/// Floats that never move and start on a cache line, so that kernels may keep pointers to them and vector loads do not
/// cross lines. The memory belongs to the garbage collector: nothing has to be freed.
/// </summary>
public sealed unsafe class AlignedBuffer
{
    private const int Alignment = 64;
    private const int FloatsAtOnce = 1 << 24;

    /// <summary>Allocates zeroed floats.</summary>
    /// <param name="length">How many, from 0.</param>
    public AlignedBuffer(int length)
    {
        Array = GC.AllocateArray<float>(length + (Alignment / sizeof(float)), pinned: true);
        Owner = Array;
        var address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(Array));
        Offset = (int)(((Alignment - (address % Alignment)) % Alignment) / sizeof(float));
        Length = length;
        Pointer = (float*)address + Offset;
    }

    /// <summary>Makes a buffer of memory that somebody else has allocated.</summary>
    /// <param name="owner">What keeps the memory where it is while it is reachable.</param>
    /// <param name="first">The first float, on a cache line.</param>
    /// <param name="length">How many floats.</param>
    public AlignedBuffer(object owner, float* first, int length)
    {
        if ((nuint)first % Alignment != 0)
        {
            throw new ArgumentException($"The address {(nuint)first:x} is not on a cache line of {Alignment} bytes.", nameof(first));
        }

        Owner = owner;
        Pointer = first;
        Length = length;
    }

    /// <summary>What keeps the memory where it is while it is reachable: the <see cref="Array"/>, or somebody else.</summary>
    public object Owner { get; }

    /// <summary>The pinned array that holds the floats; null when the memory is somebody else's.</summary>
    public float[]? Array { get; }

    /// <summary>Where in <see cref="Array"/> the floats start; 0 where there is none.</summary>
    public int Offset { get; }

    /// <summary>How many floats.</summary>
    public int Length { get; }

    /// <summary>The first float. Valid while this object is reachable.</summary>
    public float* Pointer { get; }

    /// <summary>Hands all floats on as bytes, some after the others: one span would end at 2 GiB.</summary>
    /// <param name="take">Takes bytes, as they are in memory.</param>
    public void ForBytes(Action<ReadOnlySpan<byte>> take)
    {
        for (var first = 0; first < Length; first += Math.Min(FloatsAtOnce, Length - first))
        {
            take(MemoryMarshal.AsBytes(Span.Slice(first, Math.Min(FloatsAtOnce, Length - first))));
        }
    }

    /// <summary>All floats.</summary>
    public Span<float> Span => Array is null ? new(Pointer, Length) : new(Array, Offset, Length);
}

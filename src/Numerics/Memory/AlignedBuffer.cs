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

    /// <summary>Allocates zeroed floats.</summary>
    /// <param name="length">How many, from 0.</param>
    public AlignedBuffer(int length)
    {
        Array = GC.AllocateArray<float>(length + (Alignment / sizeof(float)), pinned: true);
        var address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(Array));
        Offset = (int)(((Alignment - (address % Alignment)) % Alignment) / sizeof(float));
        Length = length;
        Pointer = (float*)address + Offset;
    }

    /// <summary>The pinned array that holds the floats.</summary>
    public float[] Array { get; }

    /// <summary>Where in <see cref="Array"/> the floats start.</summary>
    public int Offset { get; }

    /// <summary>How many floats.</summary>
    public int Length { get; }

    /// <summary>The first float. Valid while this object is reachable.</summary>
    public float* Pointer { get; }

    /// <summary>All floats.</summary>
    public Span<float> Span => new(Array, Offset, Length);
}

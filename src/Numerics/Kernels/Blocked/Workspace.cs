using Granary.Numerics.Memory;

namespace Granary.Numerics.Kernels.Blocked;

/// <summary>Scratch memory of one thread at work. It grows when a larger product than ever before comes along.</summary>
internal sealed unsafe class Workspace
{
    private AlignedBuffer _panels = new(0);
    private AlignedBuffer _tiles = new(0);

    /// <summary>Memory for packed panels.</summary>
    /// <param name="length">Floats needed.</param>
    public float* Panels(int length) => Reserve(ref _panels, length);

    /// <summary>Memory for tiles that are not finished.</summary>
    /// <param name="length">Floats needed.</param>
    public float* Tiles(int length) => Reserve(ref _tiles, length);

    // What a buffer held is lost when it grows.
    private static float* Reserve(ref AlignedBuffer buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new AlignedBuffer(length);
        }

        return buffer.Pointer;
    }
}

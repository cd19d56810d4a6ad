using System.IO.MemoryMappedFiles;
using Granary.Numerics.Memory;

namespace Granary.Grains.Caching;

/// <summary>A file that is read where the system keeps it. It stays mapped while anything of it is reachable, also when it is deleted meanwhile.</summary>
internal sealed unsafe class MappedFile
{
    // A field keeps it mapped.
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    /// <summary>Maps a file.</summary>
    /// <param name="path">The file, which is not empty.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public MappedFile(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        Length = stream.Length;
        using var file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = file.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        _start = (byte*)_view.SafeMemoryMappedViewHandle.DangerousGetHandle();
    }

    /// <summary>Bytes of the file.</summary>
    public long Length { get; }

    /// <summary>A part of it. Valid while this object is reachable.</summary>
    public ReadOnlySpan<byte> Span(long offset, int length) => offset >= 0 && offset + length <= Length
        ? new ReadOnlySpan<byte>(_start + offset, length)
        : throw Ends();

    /// <summary>Floats in it, which may only be read.</summary>
    /// <param name="offset">The first byte, on a cache line.</param>
    /// <param name="length">How many.</param>
    public AlignedBuffer Floats(long offset, int length) => offset >= 0 && offset + ((long)length * sizeof(float)) <= Length
        ? new AlignedBuffer(this, (float*)(_start + offset), length)
        : throw Ends();

    /// <summary>A copy of values in it.</summary>
    /// <param name="offset">The first byte.</param>
    /// <param name="count">How many.</param>
    public T[] Copy<T>(long offset, int count)
        where T : unmanaged => offset >= 0 && offset + ((long)count * sizeof(T)) <= Length
        ? new ReadOnlySpan<T>(_start + offset, count).ToArray()
        : throw Ends();

    private InvalidDataException Ends() => new($"It ends after {Length} bytes.");
}

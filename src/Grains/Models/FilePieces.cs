using System.Runtime.InteropServices;
using Granary.Formulas.Functions;

namespace Granary.Grains.Models;

/// <summary>Bytes of memory and of parts of files, one after the other, that are read as if they were one file.</summary>
internal sealed class FilePieces
{
    private const int BufferBytes = 1 << 20;

    private readonly List<(long Start, FilePart Part)> _parts = [];

    /// <summary>How many bytes there are.</summary>
    public long Length { get; private set; }

    /// <summary>A whole file.</summary>
    public static FilePieces OfFile(string path, long length)
    {
        var pieces = new FilePieces();
        pieces.Add(path, 0, length, areRounded: false);
        return pieces;
    }

    /// <summary>Adds bytes.</summary>
    public void Add(byte[] bytes) => Add(new FilePart(null, bytes, 0, bytes.Length, AreRounded: false));

    /// <summary>Adds a part of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="offset">Its first byte.</param>
    /// <param name="length">How many bytes.</param>
    /// <param name="areRounded">Whether they are float32 that are read as bfloat16 has them.</param>
    public void Add(string path, long offset, long length, bool areRounded) => Add(new FilePart(path, [], offset, length, areRounded));

    /// <summary>Reads bytes.</summary>
    /// <param name="offset">The first one, at a multiple of 4.</param>
    /// <param name="bytes">Receives them, as many as there are.</param>
    /// <returns>How many were read; less than wanted only at the end.</returns>
    /// <exception cref="IOException">A file cannot be read, or has ended.</exception>
    public int Read(long offset, Span<byte> bytes)
    {
        var read = 0;
        for (var p = FindPart(offset); p < _parts.Count && read < bytes.Length; p++)
        {
            var (start, part) = _parts[p];
            var within = offset + read - start;
            var wanted = (int)Math.Min(bytes.Length - read, part.Length - within);
            part.Read(within, bytes.Slice(read, wanted));
            read += wanted;
        }

        return read;
    }

    /// <summary>Reads all bytes.</summary>
    /// <param name="take">Takes them, some after the others; they are valid until it returns.</param>
    /// <exception cref="IOException">A file cannot be read, or has ended.</exception>
    public void ReadAll(Action<ReadOnlyMemory<byte>> take)
    {
        var buffer = new byte[BufferBytes];
        for (var offset = 0L; offset < Length;)
        {
            var read = Read(offset, buffer);
            take(buffer.AsMemory(0, read));
            offset += read;
        }
    }

    private void Add(FilePart part)
    {
        if (part.Length > 0)
        {
            _parts.Add((Length, part));
            Length += part.Length;
        }
    }

    private int FindPart(long offset)
    {
        var found = _parts.FindIndex(p => offset < p.Start + p.Part.Length);
        return found < 0 ? _parts.Count : found;
    }

    private sealed record FilePart(string? Path, byte[] Bytes, long Offset, long Length, bool AreRounded)
    {
        public void Read(long within, Span<byte> bytes)
        {
            if (Path is null)
            {
                Bytes.AsSpan((int)within, bytes.Length).CopyTo(bytes);
                return;
            }

            using var file = File.OpenHandle(Path);
            for (var read = 0; read < bytes.Length;)
            {
                var count = RandomAccess.Read(file, bytes[read..], Offset + within + read);
                read += count > 0 ? count : throw new EndOfStreamException($"{Path} ends after {RandomAccess.GetLength(file)} bytes.");
            }

            if (AreRounded)
            {
                var numbers = MemoryMarshal.Cast<byte, float>(bytes);
                Bfloat16Rounding.Round(numbers, numbers);
            }
        }
    }
}

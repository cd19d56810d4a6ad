using System.IO.Compression;
using System.IO.Hashing;
using Granary.Data.Faults;

namespace Granary.Data.Sources;

/// <summary>Reads the one file inside a zip file and makes sure that it is whole, by the length and the checksum that the zip states.</summary>
internal sealed class ZipReader : Stream
{
    private readonly ZipArchive _archive;
    private readonly ZipArchiveEntry _entry;
    private readonly Stream _content;
    private readonly Crc32 _checksum = new();
    private long _read;

    private ZipReader(ZipArchive archive, ZipArchiveEntry entry)
    {
        _archive = archive;
        _entry = entry;
        _content = Guard(entry.Open);
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <summary>The length of the content, as the zip states it.</summary>
    public override long Length => _entry.Length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    /// <summary>Starts at the beginning of the file inside.</summary>
    /// <param name="file">The zip file; the reader owns it from here on.</param>
    /// <exception cref="InvalidDataException">The zip is damaged, or holds no file or several.</exception>
    public static ZipReader Open(FileStream file)
    {
        var archive = Guard(() => new ZipArchive(file, ZipArchiveMode.Read));
        var files = Guard(() => archive.Entries.Where(IsData).ToArray());
        return files.Length switch
        {
            0 => throw new InvalidDataException("The zip file holds no file: expected one with the data."),
            1 => new ZipReader(archive, files[0]),
            _ => throw new InvalidDataException($"The zip file holds {files.Length} files, expected one: "
                + $"{FaultText.Names([.. files.Select(f => f.FullName)])}. Take out the right one."),
        };
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The data are damaged.</exception>
    public override int Read(Span<byte> buffer)
    {
        var read = Decompress(buffer);
        _read += read;
        Bombs.Check(_entry.CompressedLength, _read);
        _checksum.Append(buffer[..read]);
        if (read == 0 && buffer.Length > 0 && (_read != _entry.Length || _checksum.GetCurrentHashAsUInt32() != _entry.Crc32))
        {
            throw Damaged("length or checksum are not those that it states");
        }

        return read;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
            _archive.Dispose();
        }

        base.Dispose(disposing);
    }

    // Directories have no name, and macOS adds files of its own.
    private static bool IsData(ZipArchiveEntry entry) =>
        entry.Name.Length > 0 && entry.Name[0] != '.' && !entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal);

    private static InvalidDataException Damaged(string why, Exception? inner = null) =>
        new($"The zip file is damaged ({why.TrimEnd('.')}). Get the file again.", inner);

    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException e)
        {
            throw Damaged(e.Message, e);
        }
    }

    private int Decompress(Span<byte> buffer)
    {
        try
        {
            return _content.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw Damaged(e.Message, e);
        }
    }
}

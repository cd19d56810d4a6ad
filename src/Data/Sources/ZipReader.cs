using System.IO.Compression;
using System.IO.Hashing;
using Granary.Data.Faults;

namespace Granary.Data.Sources;

/// <summary>Reads the one file inside a zip file and makes sure that it is whole, by the length and the checksum that the zip states.</summary>
internal sealed class ZipReader : DecompressedStream
{
    private readonly ZipArchive _archive;
    private readonly ZipArchiveEntry _entry;
    private readonly Stream _content;
    private readonly Crc32 _checksum = new();

    private ZipReader(ZipArchive archive, ZipArchiveEntry entry)
        : base(entry.CompressedLength)
    {
        _archive = archive;
        _entry = entry;
        _content = Guard(entry.Open);
    }

    /// <summary>The length of the content, as the zip states it.</summary>
    public override long Length => _entry.Length;

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
    protected override int Decompress(Span<byte> buffer)
    {
        try
        {
            var read = _content.Read(buffer);
            _checksum.Append(buffer[..read]);
            return read;
        }
        catch (InvalidDataException e)
        {
            throw Damaged(e.Message, e);
        }
    }

    /// <inheritdoc/>
    protected override void CheckEnd()
    {
        if (BytesRead != _entry.Length || _checksum.GetCurrentHashAsUInt32() != _entry.Crc32)
        {
            throw Damaged("length or checksum are not those that it states");
        }
    }

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
}

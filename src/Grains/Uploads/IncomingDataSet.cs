using Granary.Files;
using Granary.Grains.Checkpoints;
using Granary.Grains.Interfaces.Uploads;

namespace Granary.Grains.Uploads;

/// <summary>A data set that is on its way: a file under a name of its own, written from its start to its end.</summary>
internal sealed class IncomingDataSet : IDisposable
{
    private const long FlushBytes = 64L << 20;

    private readonly string _path;
    private readonly FileStream _file;
    private readonly HashingFile _content;

    // By their first bytes.
    private readonly Dictionary<long, byte[]> _early = [];

    private Task _flush = Task.CompletedTask;
    private long _flushedAt;

    /// <summary>Opens the file. What has come before is hashed again.</summary>
    /// <param name="set">The data set.</param>
    /// <param name="path">The file, which is made where it is not there.</param>
    /// <exception cref="IOException">It cannot be written, or somebody else writes it.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public IncomingDataSet(DataSetFacts set, string path)
    {
        Set = set;
        _path = path;
        _file = OwnerOnly.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        _content = new HashingFile(_file.SafeFileHandle);
        if (_file.Length > set.Bytes)
        {
            _file.SetLength(0);
        }

        var buffer = new byte[IUploadGrain.PieceBytes];
        for (var left = _file.Length; left > 0; left = _file.Length - _content.Position)
        {
            _content.Read(buffer.AsSpan(0, (int)Math.Min(buffer.Length, left)));
        }
    }

    /// <summary>The data set.</summary>
    public DataSetFacts Set { get; }

    /// <summary>Bytes so far.</summary>
    public long Bytes => _content.Position;

    /// <summary>Whether all bytes have come.</summary>
    public bool IsComplete => Bytes == Set.Bytes;

    /// <summary>Takes a piece. One that has overtaken others waits for them; one that has come before, or is too far ahead, changes nothing.</summary>
    /// <param name="offset">Its first byte.</param>
    /// <param name="piece">The bytes.</param>
    /// <exception cref="IOException">They cannot be written.</exception>
    public void Append(long offset, byte[] piece)
    {
        if (offset < Bytes || offset >= Bytes + IUploadGrain.WindowBytes || piece.Length is 0 or > IUploadGrain.PieceBytes || piece.Length > Set.Bytes - offset)
        {
            return;
        }

        _early[offset] = piece;
        while (_early.Remove(Bytes, out var next))
        {
            _content.Write(next);
        }

        FlushMeanwhile();
    }

    /// <summary>Waits until all is on the disk, and looks whether it is what was announced.</summary>
    /// <returns>False when it is not; nothing is left of it then.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    public bool Verify()
    {
        _flush.Wait();
        if (_content.Hash() == Set.Sha256)
        {
            RandomAccess.FlushToDisk(_file.SafeFileHandle);
            return true;
        }

        File.Delete(_path);
        return false;
    }

    // All at once at the end would take as long as all that came before.
    private void FlushMeanwhile()
    {
        if (Bytes - _flushedAt >= FlushBytes && _flush.IsCompleted)
        {
            _flushedAt = Bytes;
            _flush = Task.Run(() => RandomAccess.FlushToDisk(_file.SafeFileHandle));
        }
    }

    /// <summary>Gives the file its name.</summary>
    /// <exception cref="IOException">It cannot have it.</exception>
    public void TakeName(string path) => File.Move(_path, path, overwrite: true);

    /// <inheritdoc/>
    public void Dispose()
    {
        _flush.ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        _content.Dispose();
        _file.Dispose();
    }
}

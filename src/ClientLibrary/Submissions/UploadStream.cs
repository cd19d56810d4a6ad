using Granary.Grains.Interfaces.Uploads;
using Microsoft.Win32.SafeHandles;

namespace Granary.Client.Submissions;

/// <summary>Sends a file to a silo: as many pieces at once as the silo's window takes, which keeps the disks and the wire at work at the same time.</summary>
internal sealed class UploadStream : IDisposable
{
    private const int MostFailures = 5;

    private readonly DataSetFacts _set;
    private readonly Action<long> _show;
    private readonly SafeFileHandle _file;
    private int _failures;

    /// <summary>Opens the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="set">What it was when it was hashed.</param>
    /// <param name="show">Told how much the silo has, in bytes.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public UploadStream(string path, DataSetFacts set, Action<long> show)
    {
        _set = set;
        _show = show;
        _file = File.OpenHandle(path, options: FileOptions.SequentialScan);
    }

    /// <summary>Bytes that silos have taken.</summary>
    public long Sent { get; private set; }

    /// <summary>Sends the file from some byte on.</summary>
    /// <param name="silo">Where to.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="cancellationToken">Ends it. What the silo has then it keeps.</param>
    /// <returns>Null when the silo has all, or has to be asked how much it has; otherwise why it takes no more.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public async Task<string?> SendAsync(IUploadGrain silo, long offset, CancellationToken cancellationToken)
    {
        var underWay = new Queue<Task<UploadProgress>>();
        for (var (next, have) = (offset, offset); have < _set.Bytes;)
        {
            for (; next < Math.Min(_set.Bytes, have + IUploadGrain.WindowBytes); next += IUploadGrain.PieceBytes)
            {
                underWay.Enqueue(silo.Append(_set, next, Read(next)));
            }

            if (underWay.Count == 0 || await AskAsync(underWay.Dequeue(), cancellationToken) is not { } progress)
            {
                // A piece was lost.
                return ++_failures > MostFailures ? $"the silo stays at {have} of {_set.Bytes} bytes. Submit the job again" : null;
            }

            if (progress.Error is not null)
            {
                return progress.Error;
            }

            Sent += Math.Max(0, progress.Bytes - have);
            have = Math.Max(have, progress.Bytes);
            _show(have);
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static async Task<UploadProgress?> AskAsync(Task<UploadProgress> answer, CancellationToken cancellationToken)
    {
        try
        {
            return await answer.WaitAsync(cancellationToken);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            return null;
        }
    }

    private DataPiece Read(long offset)
    {
        var piece = new byte[Math.Min(IUploadGrain.PieceBytes, _set.Bytes - offset)];
        for (var read = 0; read < piece.Length;)
        {
            var count = RandomAccess.Read(_file, piece.AsSpan(read), offset + read);
            read += count > 0 ? count : throw new EndOfStreamException($"it ended after {offset + read} bytes while it was sent.");
        }

        return new DataPiece(piece);
    }
}

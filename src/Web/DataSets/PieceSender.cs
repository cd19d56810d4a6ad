using Granary.Grains.Interfaces.Uploads;
using Granary.Web.Answers;
using Microsoft.AspNetCore.Http;

namespace Granary.Web.DataSets;

/// <summary>Hands the body of a request to a silo in pieces, as many at once as the silo's window takes.</summary>
/// <param name="silo">The silo.</param>
/// <param name="set">The data set that the body is a part of.</param>
internal sealed class PieceSender(IUploadGrain silo, DataSetFacts set)
{
    private readonly Queue<Task<UploadProgress>> _underWay = new();

    /// <summary>Sends a body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="offset">Where its first byte is in the data set.</param>
    /// <param name="cancellationToken">Ends it. What the silo has then it keeps.</param>
    /// <returns>How much the silo has, or why it takes no more.</returns>
    public async Task<UploadProgress> SendAsync(Stream body, long offset, CancellationToken cancellationToken)
    {
        var progress = await silo.Look(set);
        if (offset > progress.Bytes)
        {
            throw Refusal.Conflict($"found the offset {offset}, but the cluster has {progress.Bytes} bytes", $"send from the offset {progress.Bytes} on");
        }

        while (progress is { Error: null, IsWhole: false } && await ReadAsync(body, cancellationToken) is { Length: > 0 } piece)
        {
            if (offset + piece.Length > set.Bytes)
            {
                throw new Refusal(StatusCodes.Status400BadRequest, $"found more than the {set.Bytes} bytes that were announced");
            }

            // Pieces that have come before are passed over by the silo.
            while (_underWay.Count > 0 && offset + piece.Length > progress.Bytes + IUploadGrain.WindowBytes)
            {
                progress = await _underWay.Dequeue().WaitAsync(cancellationToken);
            }

            _underWay.Enqueue(silo.Append(set, offset, new DataPiece(piece)));
            offset += piece.Length;
        }

        while (_underWay.TryDequeue(out var last))
        {
            progress = await last.WaitAsync(cancellationToken);
        }

        return progress;
    }

    private static async Task<byte[]> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var piece = new byte[IUploadGrain.PieceBytes];
        var read = await body.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, cancellationToken);
        return read == piece.Length ? piece : piece[..read];
    }
}

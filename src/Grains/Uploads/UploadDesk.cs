using Granary.Grains.Interfaces.Uploads;

namespace Granary.Grains.Uploads;

/// <summary>Receives data sets, several at a time, each in pieces. One caller at a time.</summary>
/// <param name="store">Where they are kept.</param>
internal sealed class UploadDesk(UploadStore store) : IDisposable
{
    private readonly Dictionary<string, IncomingDataSet> _incoming = [];

    /// <summary>Takes a piece, as <see cref="IUploadGrain.Append"/> has it.</summary>
    public UploadProgress Append(DataSetFacts set, long offset, byte[] piece)
    {
        try
        {
            return Find(set, out var refusal) is { } incoming ? Append(incoming, offset, piece) : refusal;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Close(set.Sha256);
            return new UploadProgress(0, IsWhole: false, $"it cannot be written: {e.Message}");
        }
    }

    /// <summary>Receives a data set no more. What has come is kept.</summary>
    public void Close(string sha256)
    {
        if (_incoming.Remove(sha256, out var incoming))
        {
            incoming.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var sha256 in _incoming.Keys.ToArray())
        {
            Close(sha256);
        }
    }

    // The limits are looked at once, before the first piece.
    private IncomingDataSet? Find(DataSetFacts set, out UploadProgress refusal)
    {
        refusal = default;
        if (_incoming.TryGetValue(set.Sha256, out var incoming) && incoming.Set.Bytes == set.Bytes)
        {
            return incoming;
        }

        Close(set.Sha256);
        refusal = store.Look(set);
        if (refusal is { IsWhole: true } or { Error: not null })
        {
            return null;
        }

        return _incoming[set.Sha256] = store.Open(set);
    }

    private UploadProgress Append(IncomingDataSet incoming, long offset, byte[] piece)
    {
        incoming.Append(offset, piece);
        return incoming.IsComplete ? Complete(incoming) : new UploadProgress(incoming.Bytes, IsWhole: false);
    }

    private UploadProgress Complete(IncomingDataSet incoming)
    {
        var isRight = incoming.Verify();
        if (isRight)
        {
            store.Keep(incoming);
        }

        Close(incoming.Set.Sha256);
        return isRight
            ? new UploadProgress(incoming.Set.Bytes, IsWhole: true)
            : new UploadProgress(0, IsWhole: false, "it was changed while it was sent: found other bytes than were announced. Submit the job again.");
    }
}

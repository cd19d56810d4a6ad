using System.Security.Cryptography;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Uploads;

namespace Granary.Client.Tests.Submissions;

/// <summary>What keeps data sets on a silo, in memory.</summary>
internal sealed class FakeUploads : IUploadGrain
{
    private readonly List<DataSetFacts> _whole = [];

    /// <summary>The files that it reads itself.</summary>
    public HashSet<string> Readable { get; } = [];

    /// <summary>What has come, in its order.</summary>
    public MemoryStream Content { get; } = new();

    /// <summary>The offsets of the pieces that came.</summary>
    public List<long> Offsets { get; } = [];

    /// <summary>How many pieces from now on are lost.</summary>
    public int Losses { get; set; }

    /// <summary>Why it takes nothing.</summary>
    public string? Error { get; set; }

    /// <summary>Whether it answers.</summary>
    public bool IsSilent { get; set; }

    public Task<bool[]> CanRead(FileMark[] files) => Answer(() => Array.ConvertAll(files, f => Readable.Contains(f.Path)));

    public Task<UploadProgress> Look(DataSetFacts set) => Answer(() => Has(set.Sha256) ? new UploadProgress(set.Bytes, true) : Progress());

    public Task<UploadProgress> Append(DataSetFacts set, long offset, DataPiece piece) => Answer(() =>
    {
        Offsets.Add(offset);
        if (Losses > 0)
        {
            Losses--;
            throw new TimeoutException("It was lost.");
        }

        if (offset == Content.Length)
        {
            Content.Write(piece.Bytes);
        }

        if (Content.Length < set.Bytes)
        {
            return Progress();
        }

        Assert.Equal(set.Sha256, Convert.ToHexStringLower(SHA256.HashData(Content.ToArray())));
        _whole.Add(set with { UploadedAt = DateTimeOffset.UnixEpoch });
        return new UploadProgress(set.Bytes, true);
    });

    public Task<DataSetFacts[]> List() => Answer(_whole.ToArray);

    public Task<DataSetView> Describe(string sha256) => Answer(() => Has(sha256)
        ? new DataSetView
        {
            Format = "a table in CSV",
            Columns = [new ColumnView("age", "number"), new ColumnView("city", "category")],
            FirstRows = [["1", "Bern"], ["2", "Basel"]],
        }
        : throw new RefusedException("It is not here."));

    public Task<bool> Remove(string sha256) => Answer(() => _whole.RemoveAll(s => s.Sha256 == sha256) > 0);

    Task<DataPiece> IUploadGrain.Read(string sha256, long offset) => throw new NotSupportedException("The console does not ask for it.");

    private UploadProgress Progress() => new(Content.Length, false, Error);

    private bool Has(string sha256) => _whole.Any(s => s.Sha256 == sha256);

    private async Task<T> Answer<T>(Func<T> answer)
    {
        await Task.Yield();
        return IsSilent ? throw new TimeoutException("The silo does not answer.") : answer();
    }
}

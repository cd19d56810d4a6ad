using Granary.Data.Faults;
using Granary.Data.Surveys;
using Granary.Files;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Uploads;
using Granary.Grains.Placement;
using Granary.Grains.Roots;

namespace Granary.Grains.Uploads;

/// <summary>The shell around an <see cref="UploadDesk"/> and an <see cref="UploadStore"/>.</summary>
[OnNamedSilo]
internal sealed class UploadGrain(UploadStore store, DataRoots roots) : Grain, IUploadGrain
{
    private readonly UploadDesk _desk = new(store);

    public Task<bool[]> CanRead(FileMark[] files) => Task.Run(() => Array.ConvertAll(files, IsHere));

    public Task<UploadProgress> Look(DataSetFacts set) => Task.Run(() => store.Look(set));

    public Task<UploadProgress> Append(DataSetFacts set, long offset, DataPiece piece) => Task.Run(() => _desk.Append(set, offset, piece.Bytes));

    public Task<DataPiece> Read(string sha256, long offset) => Task.Run(() =>
    {
        using var file = File.OpenHandle(Find(sha256));
        var piece = new byte[Math.Clamp(RandomAccess.GetLength(file) - offset, 0, IUploadGrain.PieceBytes)];
        var read = RandomAccess.Read(file, piece, offset);
        return read == piece.Length ? new DataPiece(piece) : throw new RefusedException($"The data set {sha256} cannot be read any more: it ends after {offset + read} bytes.");
    });

    public Task<DataSetFacts[]> List() => Task.Run(store.List);

    public Task<DataSetView> Describe(string sha256) => Task.Run(() =>
    {
        try
        {
            var preview = FilePreview.Of(Find(sha256));
            return new DataSetView
            {
                Format = preview.Format,
                Columns = [.. preview.Columns.Select(c => new ColumnView(c.Name, JobFileNames.Of(c.Type)))],
                FirstRows = [.. preview.FirstRows],
            };
        }
        catch (DataException e)
        {
            throw new RefusedException(e.Faults[0].Message);
        }
    });

    public Task<bool> Remove(string sha256) => Task.Run(() =>
    {
        _desk.Close(sha256);
        try
        {
            return store.Remove(sha256);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"The data set {sha256} could not be removed: {e.Message}");
        }
    });

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _desk.Dispose();
        return Task.CompletedTask;
    }

    private string Find(string sha256) => store.Find(sha256) ?? throw new RefusedException($"The data set {sha256} is not on this silo.");

    // What a silo may not read is not looked at either. An empty file may be a pipe, which never ends.
    private bool IsHere(FileMark mark)
    {
        try
        {
            return mark.Bytes > 0 && roots.WhyNot(mark.Path) is null && new FileInfo(mark.Path) is { Exists: true } file && file.Length == mark.Bytes
                && FileSample.Of(mark.Path) == (mark.Sample, mark.Bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

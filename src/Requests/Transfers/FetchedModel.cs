using Granary.Files;
using Granary.Grains.Interfaces.Jobs;
using Granary.Models;

namespace Granary.Requests.Transfers;

/// <summary>Models of the cluster, read into this process.</summary>
internal static class FetchedModel
{
    private const int BufferBytes = 1 << 20;

    /// <summary>Fetches a model and reads it.</summary>
    /// <param name="coordinator">The job's coordinator.</param>
    /// <param name="step">The step of a checkpoint; null for the kept model.</param>
    /// <param name="length">The model's length as a safetensors file.</param>
    /// <param name="show">Told how many bytes have come; null for nobody.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Model> LoadAsync(
        ICoordinatorGrain coordinator, long? step, long length, Action<long>? show, CancellationToken cancellationToken)
    {
        // A folder of its owner alone.
        var folder = Directory.CreateTempSubdirectory("granary-");
        try
        {
            var path = Path.Combine(folder.FullName, "model.safetensors");
            await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                await CopyAsync(coordinator, step, length, file, show, cancellationToken);
            }

            return Model.Load(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Fetches a model as a file of any format.</summary>
    /// <returns>The file, at its beginning. It is gone when it is closed.</returns>
    /// <exception cref="ModelException">The format cannot hold it.</exception>
    public static async Task<FileStream> OpenAsync(
        ICoordinatorGrain coordinator, long? step, long length, ModelFormat format, Action<long>? show, CancellationToken cancellationToken)
    {
        using var model = await LoadAsync(coordinator, step, length, show, cancellationToken);
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var file = OwnerOnly.Open(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        try
        {
            // It is not disposed of, which would close the file.
            var buffer = new BufferedStream(file, BufferBytes);
            model.Save(buffer, format);
            await buffer.FlushAsync(cancellationToken);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>Copies a model as the cluster has it, a safetensors file.</summary>
    public static async Task CopyAsync(
        ICoordinatorGrain coordinator, long? step, long length, Stream target, Action<long>? show, CancellationToken cancellationToken)
    {
        var copied = 0L;
        await foreach (var piece in ModelPieces.ReadAsync(coordinator, step, length, cancellationToken))
        {
            await target.WriteAsync(piece, cancellationToken);
            copied += piece.Length;
            show?.Invoke(copied);
        }
    }
}

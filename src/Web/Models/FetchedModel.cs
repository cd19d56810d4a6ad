using Granary.Grains.Interfaces.Jobs;
using Granary.Models;
using Granary.Requests.Transfers;

namespace Granary.Web.Models;

/// <summary>Models of the cluster, read into this process.</summary>
internal static class FetchedModel
{
    /// <summary>Fetches a model and reads it.</summary>
    /// <param name="coordinator">The job's coordinator.</param>
    /// <param name="step">The step of a checkpoint; null for the kept model.</param>
    /// <param name="length">The model's length as a safetensors file.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Model> LoadAsync(ICoordinatorGrain coordinator, long? step, long length, CancellationToken cancellationToken)
    {
        // A folder of its owner alone.
        var folder = Directory.CreateTempSubdirectory("granary-");
        try
        {
            var path = Path.Combine(folder.FullName, "model.safetensors");
            await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                await CopyAsync(coordinator, step, length, file, cancellationToken);
            }

            return Model.Load(path);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Copies a model as the cluster has it.</summary>
    public static async Task CopyAsync(ICoordinatorGrain coordinator, long? step, long length, Stream target, CancellationToken cancellationToken)
    {
        await foreach (var piece in ModelPieces.ReadAsync(coordinator, step, length, cancellationToken))
        {
            await target.WriteAsync(piece, cancellationToken);
        }
    }
}

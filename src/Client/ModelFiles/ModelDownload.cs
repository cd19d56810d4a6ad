using Granary.Client.Terminal;
using Granary.Grains.Interfaces.Checkpoints;
using Granary.Grains.Interfaces.Jobs;
using Granary.Models;
using Granary.Requests.Faults;
using Granary.Requests.Transfers;

namespace Granary.Client.ModelFiles;

/// <summary>Brings the model of a job from its cluster.</summary>
internal static class ModelDownload
{
    /// <summary>Brings a model.</summary>
    /// <param name="context">The world outside.</param>
    /// <param name="coordinator">The job's coordinator.</param>
    /// <param name="step">The step of a checkpoint; null for the kept model.</param>
    /// <exception cref="RequestException">There is no such model.</exception>
    public static async Task<Model> LoadAsync(ConsoleContext context, ICoordinatorGrain coordinator, long? step)
    {
        var offer = await coordinator.OpenModel(step).WaitAsync(context.Interrupted);
        if (offer.Error is { } error)
        {
            throw new RequestException(error);
        }

        var folder = Directory.CreateTempSubdirectory("granary-");
        try
        {
            var path = Path.Combine(folder.FullName, "model.safetensors");
            await CopyAsync(context, coordinator, step, offer.Bytes, path);
            return Model.Load(path);
        }
        catch (CheckpointException e)
        {
            throw new RequestException(e.Message);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Brings a model and writes it to a file.</summary>
    public static async Task SaveAsync(ConsoleContext context, ICoordinatorGrain coordinator, long? step, ModelTarget target)
    {
        using var model = await LoadAsync(context, coordinator, step);
        try
        {
            model.Save(target.Path, target.Format, target.Replaces);
        }
        catch (Exception e) when (e is ModelException or UnauthorizedAccessException)
        {
            throw new RequestException($"{target.Path} was not written: {e.Message}");
        }

        context.Error.WriteLine($"Wrote {target.Path}: {Text.Numbers.Bytes(new FileInfo(target.Path).Length)}.");
    }

    private static async Task CopyAsync(ConsoleContext context, ICoordinatorGrain coordinator, long? step, long length, string path)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        using var progress = new ProgressLine(context, "model");
        await foreach (var piece in ModelPieces.ReadAsync(coordinator, step, length, context.Interrupted))
        {
            await file.WriteAsync(piece, context.Interrupted);
            progress.ShowBytes(file.Position, length);
        }
    }
}

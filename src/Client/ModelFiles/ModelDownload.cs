using Granary.Client.Terminal;
using Granary.Models;
using Granary.Requests.Faults;

namespace Granary.Client.ModelFiles;

/// <summary>Brings the model of a job from its cluster, and shows how much has come.</summary>
internal static class ModelDownload
{
    /// <summary>Brings a model.</summary>
    /// <param name="context">The world outside.</param>
    /// <param name="job">The job.</param>
    /// <param name="step">The step of a checkpoint; null for the kept model.</param>
    /// <exception cref="RequestException">There is no such model.</exception>
    public static async Task<Model> LoadAsync(ConsoleContext context, TrainingJob job, long? step)
    {
        using var progress = new TransferLine(context, "model");
        return await job.LoadModelAsync(step, progress, context.Interrupted);
    }

    /// <summary>Brings a model and writes it to a file.</summary>
    /// <exception cref="RequestException">There is no such model, or it was not written.</exception>
    public static async Task SaveAsync(ConsoleContext context, TrainingJob job, long? step, ModelTarget target)
    {
        using (var progress = new TransferLine(context, "model"))
        {
            await job.DownloadModelAsync(target.Path, target.Format, target.Replaces, step, progress, context.Interrupted);
        }

        context.Error.WriteLine($"Wrote {target.Path}: {Text.Numbers.Bytes(new FileInfo(target.Path).Length)}.");
    }

    private sealed class TransferLine(ConsoleContext context, string what) : IProgress<TransferProgress>, IDisposable
    {
        private readonly ProgressLine _line = new(context, what);

        public void Report(TransferProgress value) => _line.ShowBytes(value.Bytes, value.TotalBytes);

        public void Dispose() => _line.Dispose();
    }
}

using Granary.Files;
using Granary.Grains.Checkpoints;
using Granary.Grains.Interfaces.Checkpoints;
using Granary.Grains.Interfaces.Models;

namespace Granary.Grains.Models;

/// <summary>A directory with the models of completed jobs: for each one a safetensors file, which is whole or not there.</summary>
/// <param name="root">The directory, as an absolute path; made when the first model is written.</param>
internal sealed class ModelStore(string root)
{
    /// <summary>Writes a job's model, in the place of an earlier one.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="steps">The step whose weights it has.</param>
    /// <param name="model">The file's content.</param>
    /// <exception cref="CheckpointException">It was not written.</exception>
    public ModelFacts Write(string jobId, long steps, FilePieces model)
    {
        var path = PathOf(jobId);
        var hash = "";
        try
        {
            DurableDirectory.Create(root);
            DurableFile.Replace(path, handle =>
            {
                using var file = new HashingFile(handle);
                model.ReadAll(bytes => file.Write(bytes.Span));
                hash = file.Hash();
            });
            return new ModelFacts(steps, model.Length, hash);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"The model {path} was not written: {e.Message} It needs {model.Length} bytes.");
        }
    }

    /// <summary>A job's model, to be read.</summary>
    /// <exception cref="CheckpointException">It is not there, or another one.</exception>
    public FilePieces Open(string jobId, ModelFacts facts)
    {
        var file = new FileInfo(PathOf(jobId));
        return file.Exists && file.Length == facts.Bytes
            ? FilePieces.OfFile(file.FullName, facts.Bytes)
            : throw new CheckpointException(
                $"The model {file.FullName} {(file.Exists ? $"has {file.Length} bytes" : "is not there")}, expected {facts.Bytes} bytes. All silos need "
                + "the same data directory, on several machines one that they share (--data-dir).");
    }

    /// <summary>Removes a job's model, if there is one.</summary>
    /// <exception cref="CheckpointException">It could not be removed.</exception>
    public void Remove(string jobId)
    {
        try
        {
            if (Directory.Exists(root))
            {
                File.Delete(PathOf(jobId));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"The model {PathOf(jobId)} was not removed: {e.Message}");
        }
    }

    private string PathOf(string jobId) => Path.Combine(root, $"{jobId}.safetensors");
}

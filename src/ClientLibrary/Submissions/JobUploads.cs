using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Uploads;
using Granary.Requests.Connections;
using Granary.Requests.Faults;

namespace Granary.Client.Submissions;

/// <summary>Uploads the files of a job that a cluster's silos do not read by themselves, and what was given in place of files.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="progress">Told how far it is; null for nobody.</param>
internal sealed class JobUploads(IClusterConnection cluster, IProgress<SubmissionProgress>? progress)
{
    private readonly FileUpload _upload = new(cluster, progress);

    /// <summary>Uploads what has to be uploaded, and was not before.</summary>
    /// <param name="spec">The job.</param>
    /// <param name="data">What was given in place of its files.</param>
    /// <param name="cancellationToken">Ends it. What the cluster has then it keeps.</param>
    /// <returns>The job, with what it has uploaded.</returns>
    /// <exception cref="RequestException">The cluster takes no more, or a file cannot be read.</exception>
    public async Task<JobSpec> SendAsync(JobSpec spec, IReadOnlyList<JobData> data, CancellationToken cancellationToken)
    {
        string[] paths = [.. PathsOf(spec)];
        CheckNames(paths, data);
        var uploads = new List<UploadedFile>();
        foreach (var path in paths.Where(p => Find(data, p) is not null))
        {
            uploads.Add(await SendAsync(path, Find(data, path)!, cancellationToken));
        }

        FileMark[] files = [.. paths.Where(p => Find(data, p) is null).Select(LocalFile.Mark).OfType<FileMark>()];
        foreach (var file in await FindUnreadAsync(files, cancellationToken))
        {
            var set = await _upload.SendAsync(new LocalFile(file.Path, file.Bytes), cancellationToken);
            uploads.Add(new UploadedFile(file.Path, set.Sha256, set.Bytes));
        }

        return uploads.Count == 0 ? spec : spec with { Uploads = [.. spec.Uploads, .. uploads] };
    }

    private static IEnumerable<string> PathsOf(JobSpec spec) =>
        DataFiles.Of(spec.Data).Select(f => f.Path).Append(spec.From?.Path).OfType<string>().Distinct().Except(spec.Uploads.Select(u => u.Path));

    private static JobData? Find(IReadOnlyList<JobData> data, string path) => data.FirstOrDefault(d => d.Name == Path.GetFileName(path));

    private static void CheckNames(string[] paths, IReadOnlyList<JobData> data)
    {
        if (data.FirstOrDefault(d => !paths.Any(p => d.Name == Path.GetFileName(p))) is { } stray)
        {
            throw new RequestException($"found data '{stray.Name}', expected the name of a file of the job: {string.Join(", ", paths.Select(Path.GetFileName))}");
        }
    }

    private async Task<UploadedFile> SendAsync(string path, JobData data, CancellationToken cancellationToken)
    {
        // Of its owner alone.
        var folder = Directory.CreateTempSubdirectory("granary-");
        try
        {
            var copy = Path.Combine(folder.FullName, data.Name);
            await using (var file = new FileStream(copy, FileMode.CreateNew))
            {
                await data.WriteAsync(file, cancellationToken);
            }

            var bytes = new FileInfo(copy).Length;
            if (bytes == 0)
            {
                throw new RequestException($"found no rows in '{data.Name}', expected at least one");
            }

            var set = await _upload.SendAsync(new LocalFile(copy, bytes), cancellationToken);
            return new UploadedFile(path, set.Sha256, set.Bytes);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Those that some silo does not read under the same path. A silo that stands still has no say.
    private async Task<IEnumerable<FileMark>> FindUnreadAsync(FileMark[] files, CancellationToken cancellationToken)
    {
        if (files.Length == 0)
        {
            return [];
        }

        var silos = await cluster.GetUploadsAsync().WaitAsync(cancellationToken);
        var answers = await Task.WhenAll(silos.Select(silo => AskAsync(() => silo.CanRead(files)))).WaitAsync(cancellationToken);
        return files.Where((_, f) => answers.Any(canRead => canRead is not null && !canRead[f]));
    }

    private static async Task<T?> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            return default;
        }
    }
}

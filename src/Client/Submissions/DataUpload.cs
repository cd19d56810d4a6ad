using Granary.Client.Terminal;
using Granary.Client.Text;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Uploads;
using Granary.Requests.Connections;
using Granary.Requests.Faults;
using Granary.Requests.Transfers;

namespace Granary.Client.Submissions;

/// <summary>Uploads the files of a job that a cluster's silos do not read by themselves.</summary>
internal static class DataUpload
{
    /// <summary>Uploads what has to be uploaded, and was not before.</summary>
    /// <param name="context">The world outside.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="spec">The job.</param>
    /// <returns>The job, with what it has uploaded.</returns>
    /// <exception cref="RequestException">The cluster takes no more, or a file cannot be read.</exception>
    public static async Task<JobSpec> SendAsync(ConsoleContext context, IClusterConnection cluster, JobSpec spec)
    {
        var files = LocalFile.Of(spec);
        if (files.Count == 0)
        {
            return spec;
        }

        var silos = await cluster.GetUploadsAsync().WaitAsync(context.Interrupted);
        var uploads = new List<UploadedFile>();
        foreach (var file in await FindUnreadAsync(context, silos, files))
        {
            uploads.Add(await SendAsync(context, cluster, file));
        }

        return spec with { Uploads = [.. uploads] };
    }

    // Those that some silo does not read under the same path. A silo that stands still has no say.
    private static async Task<IEnumerable<LocalFile>> FindUnreadAsync(
        ConsoleContext context, IReadOnlyList<IUploadGrain> silos, IReadOnlyList<LocalFile> files)
    {
        FileMark[] marks = [.. files.Select(f => f.Mark)];
        var answers = await Task.WhenAll(silos.Select(silo => AskAsync(() => silo.CanRead(marks)))).WaitAsync(context.Interrupted);
        return files.Where((_, f) => answers.Any(canRead => canRead is not null && !canRead[f]));
    }

    private static async Task<UploadedFile> SendAsync(ConsoleContext context, IClusterConnection cluster, LocalFile file)
    {
        try
        {
            var set = file.Hash(context);
            var start = context.Time.GetTimestamp();
            var sent = await SendAsync(context, cluster, file, set);
            var time = context.Time.GetElapsedTime(start);
            context.Error.WriteLine(sent == 0
                ? $"{file.Name} is in the cluster already."
                : $"Uploaded {file.Name}: {Numbers.Bytes(sent)} in {Numbers.Duration(time)}.");
            return new UploadedFile(file.Mark.Path, set.Sha256, set.Bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RequestException($"{file.Mark.Path} cannot be read: {e.Message}");
        }
    }

    // What has come to a silo that is lost may have to be sent again, to another one.
    private static async Task<long> SendAsync(ConsoleContext context, IClusterConnection cluster, LocalFile file, DataSetFacts set)
    {
        using var progress = new ProgressLine(context, $"uploading {file.Name}");
        using var stream = new UploadStream(file.Mark.Path, set, bytes => progress.ShowBytes(bytes, set.Bytes));
        while (true)
        {
            var (silo, have) = await UploadTarget.ChooseAsync(cluster, set, context.Interrupted);
            if (have.IsWhole)
            {
                return stream.Sent;
            }

            if (await stream.SendAsync(silo, have.Bytes, context.Interrupted) is { } error)
            {
                throw UploadTarget.Refused(file.Name, error);
            }
        }
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

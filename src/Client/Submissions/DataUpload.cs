using Granary.Client.CommandLines;
using Granary.Client.Connections;
using Granary.Client.Terminal;
using Granary.Client.Text;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Uploads;

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
            var (silo, have) = await ChooseAsync(context, cluster, file, set);
            if (have.IsWhole)
            {
                return stream.Sent;
            }

            if (await stream.SendAsync(silo, have.Bytes, context.Interrupted) is { } error)
            {
                throw Refused(file, error);
            }
        }
    }

    // The one that has it, or has most of it: it may have come half the way before.
    private static async Task<(IUploadGrain Silo, UploadProgress Progress)> ChooseAsync(
        ConsoleContext context, IClusterConnection cluster, LocalFile file, DataSetFacts set)
    {
        var silos = await cluster.GetUploadsAsync().WaitAsync(context.Interrupted);
        var answers = await Task.WhenAll(silos.Select(silo => AskAsync(async () => (UploadProgress?)await silo.Look(set)))).WaitAsync(context.Interrupted);
        var known = silos.Zip(answers).Where(s => s.Second is not null).Select(s => (Silo: s.First, Progress: s.Second!.Value)).ToArray();
        var willing = known.Where(s => s.Progress.Error is null).OrderByDescending(s => s.Progress.IsWhole).ThenByDescending(s => s.Progress.Bytes).ToArray();
        return willing.Length > 0 ? willing[0]
            : known.Length > 0 ? throw Refused(file, known[0].Progress.Error!)
            : throw new RequestException($"{file.Name} was not uploaded: no silo answers") { Hint = "'granary cluster' lists the silos" };
    }

    private static RequestException Refused(LocalFile file, string error) => new($"{file.Name} was not uploaded: {error}");

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

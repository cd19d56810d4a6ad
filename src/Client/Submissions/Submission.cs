using Granary.Client.Terminal;
using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.Connections;
using Granary.Requests.Faults;
using Granary.Requests.JobFiles;

namespace Granary.Client.Submissions;

/// <summary>Reads a job file and hands the job to a cluster.</summary>
internal static class Submission
{
    /// <summary>Reads a job file.</summary>
    /// <exception cref="RequestException">It has faults.</exception>
    public static JobFile Read(string path, string[]? settings)
    {
        var file = JobFile.Read(path, settings ?? []);
        return file.Faults.Count == 0 ? file : throw Refused(file, file.Faults);
    }

    /// <summary>Hands a job to a cluster, which reads its data before it answers.</summary>
    /// <param name="context">The world outside.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="file">The job file.</param>
    /// <param name="changed">The job, where it is not the file's own.</param>
    /// <returns>The job's id.</returns>
    /// <exception cref="RequestException">The cluster refused it.</exception>
    public static async Task<string> SubmitAsync(ConsoleContext context, IClusterConnection cluster, JobFile file, JobSpec? changed = null)
    {
        var spec = await DataUpload.SendAsync(context, cluster, changed ?? file.Spec!);
        var jobId = await cluster.Jobs.NewId(spec.Name).WaitAsync(context.Interrupted);
        context.Error.WriteLine($"Submitting {jobId}. The silos are reading its data.");
        var result = await cluster.Coordinator(jobId).Submit(spec).WaitAsync(context.Interrupted);
        return result.Faults.Length == 0
            ? result.JobId
            : throw Refused(file, [.. result.Faults.Select(file.Locate)], MissingFileHint(file));
    }

    private static RequestException Refused(JobFile file, IReadOnlyList<JobFault> faults, string? hint = null)
    {
        var count = faults.Count == 1 ? "1 fault" : $"{faults.Count} faults";
        return new RequestException($"{file.Path}: {count}, nothing was started", faults) { Hint = hint };
    }

    /// <summary>Data is often not in a repository: its job file tells in comments where to get it.</summary>
    private static string? MissingFileHint(JobFile file)
    {
        var missing = DataFiles.Of(file.Spec!.Data).FirstOrDefault(f => !Path.Exists(f.Path));
        return missing.Path is null
            ? null
            : $"{missing.Path} does not exist on this machine. The comments in {file.Path} may say where to get it. "
                + $"If you have it elsewhere, add --set {missing.Key}=PATH";
    }
}

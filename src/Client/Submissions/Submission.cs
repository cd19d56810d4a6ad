using Granary.Client.Terminal;
using Granary.Grains.Interfaces.Jobs;
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
        file.RequireSpec();
        return file;
    }

    /// <summary>Hands a job to a cluster, which reads its data before it answers.</summary>
    /// <param name="context">The world outside.</param>
    /// <param name="granary">The cluster.</param>
    /// <param name="file">The job file.</param>
    /// <param name="changed">The job, where it is not the file's own.</param>
    /// <exception cref="RequestException">The cluster refused it.</exception>
    public static async Task<TrainingJob> SubmitAsync(ConsoleContext context, GranaryClient granary, JobFile file, JobSpec? changed = null)
    {
        using var text = new SubmissionText(context);
        try
        {
            return await granary.SubmitAsync(JobSubmission.Of(file, changed), data: null, text, context.Interrupted);
        }
        catch (RequestException e) when (e.Faults.Count > 0 && MissingFileHint(file) is { } hint)
        {
            throw new RequestException(e.Message, e.Faults) { Hint = hint };
        }
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

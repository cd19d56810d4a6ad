using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.Connections;
using Granary.Requests.Faults;
using Granary.Requests.JobFiles;

namespace Granary.Client.Submissions;

/// <summary>A job on its way into a cluster.</summary>
/// <param name="Spec">The job.</param>
/// <param name="Name">What messages call it.</param>
/// <param name="Locate">Says where a fault can be corrected.</param>
internal sealed record JobSubmission(JobSpec Spec, string Name, Func<Fault, JobFault> Locate)
{
    /// <summary>The job of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="changed">The job, where it is not the file's own.</param>
    /// <exception cref="RequestException">The file has faults.</exception>
    public static JobSubmission Of(JobFile file, JobSpec? changed = null) =>
        new(changed ?? file.RequireSpec(), file.Path, file.Locate);

    /// <summary>A job that was made in a program.</summary>
    /// <param name="spec">The job. Paths in it are relative to the current directory.</param>
    /// <param name="data">What is given in place of its files.</param>
    /// <exception cref="RequestException">It has faults.</exception>
    public static JobSubmission Of(JobSpec spec, IReadOnlyList<JobData> data)
    {
        var submission = new JobSubmission(
            WithFullPaths(spec, data), spec.Name, f => new JobFault(f.Message, f.Key, f.File, f.Line, f.Column, null));
        return JobSpecValidator.Validate(submission.Spec) is { Count: > 0 } faults ? throw submission.Refused(faults) : submission;
    }

    /// <summary>Hands the job to a cluster, which reads its data before it answers.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="data">What was given in place of its files.</param>
    /// <param name="progress">Told how far it is; null for nobody.</param>
    /// <param name="cancellationToken">Ends the wait. The cluster may accept the job all the same.</param>
    /// <returns>The job's id.</returns>
    /// <exception cref="RequestException">The cluster refused it.</exception>
    /// <exception cref="NoClusterException">The cluster did not answer.</exception>
    public async Task<string> SubmitAsync(
        IClusterConnection cluster, IReadOnlyList<JobData> data, IProgress<SubmissionProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            var spec = await new JobUploads(cluster, progress).SendAsync(Spec, data, cancellationToken);
            var jobId = await cluster.Jobs.NewId(spec.Name).WaitAsync(cancellationToken);
            progress?.Report(new SubmissionProgress(SubmissionStage.Submitting, jobId));
            var result = await cluster.Coordinator(jobId).Submit(spec).WaitAsync(cancellationToken);
            return result.Faults.Length == 0 ? result.JobId : throw Refused(result.Faults);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            throw NoClusterException.Unanswered(e);
        }
    }

    private static JobSpec WithFullPaths(JobSpec spec, IReadOnlyList<JobData> data)
    {
        return spec with
        {
            Data = DataFiles.Rename(spec.Data, FullPath),
            From = spec.From is { } weights ? weights with { Path = FullPath(weights.Path) } : null,
        };

        string FullPath(string path) => path.Length == 0 || data.Any(d => d.Name == path) ? path : Path.GetFullPath(path);
    }

    private RequestException Refused(IEnumerable<Fault> faults) => RequestException.Refused(Name, [.. faults.Select(Locate)]);
}

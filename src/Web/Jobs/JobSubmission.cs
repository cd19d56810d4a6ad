using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Uploads;
using Granary.Requests.Connections;
using Granary.Requests.Faults;
using Granary.Requests.JobFiles;
using Granary.Requests.Lookups;

namespace Granary.Web.Jobs;

/// <summary>
/// Submits a job whose file came with a request. A relative path in it names a data set of the cluster, by its name or the beginning of its hash;
/// an absolute one a file that the silos read themselves.
/// </summary>
internal static class JobSubmission
{
    private const string FileName = "job.json";

    // What relative paths are relative to: no folder of any machine, only what messages call the data sets.
    private const string DataSets = "/data-sets";

    /// <summary>Hands the job to the cluster, which reads its data before it answers.</summary>
    /// <returns>The job's id.</returns>
    /// <exception cref="RequestException">It has faults.</exception>
    public static async Task<string> SubmitAsync(IClusterConnection cluster, byte[] text, CancellationToken cancellationToken)
    {
        var file = JobFile.Parse(FileName, text, DataSets);
        var spec = file.RequireSpec();
        spec = spec with { Uploads = await FindDataAsync(cluster, spec, cancellationToken) };
        var jobId = await cluster.Jobs.NewId(spec.Name).WaitAsync(cancellationToken);

        // Who asked may go; the cluster has the job then all the same.
        var result = await cluster.Coordinator(jobId).Submit(spec);
        return result.Faults.Length == 0 ? result.JobId : throw RequestException.Refused(FileName, [.. result.Faults.Select(file.Locate)]);
    }

    private static async Task<UploadedFile[]> FindDataAsync(IClusterConnection cluster, JobSpec spec, CancellationToken cancellationToken)
    {
        var uploads = new List<UploadedFile>();
        foreach (var path in DataFiles.Of(spec.Data).Select(f => f.Path).Append(spec.From?.Path).OfType<string>().Distinct())
        {
            if (path.StartsWith(DataSets + "/", StringComparison.Ordinal))
            {
                var set = await KeptDataSet.FindAsync(cluster, path[(DataSets.Length + 1)..], cancellationToken);
                uploads.Add(new UploadedFile(path, set.Facts.Sha256, set.Facts.Bytes));
            }
        }

        return [.. uploads];
    }
}

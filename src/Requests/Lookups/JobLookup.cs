using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.Connections;
using Granary.Requests.Faults;
using Granary.Requests.Names;

namespace Granary.Requests.Lookups;

/// <summary>Finds a job by the id that the user gave.</summary>
internal static class JobLookup
{
    /// <summary>All jobs of a cluster in the order in which they were accepted, and their status: null where a job does not answer.</summary>
    public static async Task<(string Id, JobStatus? Status)[]> GetAllAsync(IClusterConnection cluster) =>
        await GetAllAsync(cluster, await cluster.ListJobsAsync());

    /// <summary>Some jobs and their status: null where a job does not answer.</summary>
    public static Task<(string Id, JobStatus? Status)[]> GetAllAsync(IClusterConnection cluster, IEnumerable<string> ids) =>
        Task.WhenAll(ids.Select(id => GetStatusAsync(cluster, id)));

    /// <summary>The name from which the cluster made a job's id.</summary>
    public static string NameOf(string jobId) => jobId[..Math.Max(0, jobId.LastIndexOf('-'))];

    /// <summary>The status of a job.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="jobId">The id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RequestException">There is no such job.</exception>
    public static async Task<JobStatus> GetStatusAsync(IClusterConnection cluster, string jobId, CancellationToken cancellationToken)
    {
        var status = await cluster.Coordinator(jobId).GetStatus().WaitAsync(cancellationToken);
        if (status is not null)
        {
            return status;
        }

        var known = await cluster.ListJobsAsync().WaitAsync(cancellationToken);
        throw new RequestException($"found no job '{jobId}'{NearestName.Guess(jobId, known)}")
        {
            Hint = known.Length == 0 ? "the cluster has no jobs" : "'granary jobs' lists all jobs",
        };
    }

    // One job that does not answer must not hide the others.
    private static async Task<(string Id, JobStatus? Status)> GetStatusAsync(IClusterConnection cluster, string id)
    {
        try
        {
            return (id, await cluster.Coordinator(id).GetStatus().WaitAsync(IClusterConnection.Patience));
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            return (id, null);
        }
    }
}

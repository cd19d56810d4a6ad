using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Uploads;
using Granary.Requests.Connections;
using Granary.Requests.Faults;
using Granary.Requests.Names;

namespace Granary.Requests.Lookups;

/// <summary>A data set that a cluster keeps.</summary>
/// <param name="Facts">What is known of it.</param>
/// <param name="Silos">The silos that have it.</param>
/// <param name="Jobs">The jobs that name it.</param>
internal sealed record KeptDataSet(DataSetFacts Facts, IReadOnlyList<IUploadGrain> Silos, IReadOnlyList<JobStatus> Jobs)
{
    private const int ShortLength = 12;

    /// <summary>The beginning of its hash, which tells it from others.</summary>
    public string ShortHash => Facts.Sha256[..ShortLength];

    /// <summary>The jobs that still need it: those that have not ended.</summary>
    public IEnumerable<JobStatus> Users => Jobs.Where(j => !j.State.HasEnded());

    /// <summary>All data sets of a cluster, in the order in which they came.</summary>
    public static async Task<IReadOnlyList<KeptDataSet>> ListAsync(IClusterConnection cluster, CancellationToken cancellationToken)
    {
        var silos = await cluster.GetUploadsAsync().WaitAsync(cancellationToken);
        var lists = await Task.WhenAll(silos.Select(ListAsync)).WaitAsync(cancellationToken);
        var jobs = (await JobLookup.GetAllAsync(cluster).WaitAsync(cancellationToken)).Select(j => j.Status).OfType<JobStatus>().ToArray();
        return
        [
            .. lists.SelectMany(l => l)
                .GroupBy(s => s.Facts.Sha256)
                .Select(g => new KeptDataSet(g.First().Facts, [.. g.Select(s => s.Silo)], [.. jobs.Where(j => Names(j, g.Key))]))
                .OrderBy(s => s.Facts.UploadedAt),
        ];
    }

    /// <summary>The data set that a user means by its name or the beginning of its hash.</summary>
    /// <exception cref="RequestException">There is none, or there are several.</exception>
    public static async Task<KeptDataSet> FindAsync(IClusterConnection cluster, string text, CancellationToken cancellationToken)
    {
        var all = await ListAsync(cluster, cancellationToken);
        var found = all.Where(s => s.Facts.Name == text || s.Facts.Sha256.StartsWith(text, StringComparison.Ordinal)).ToArray();
        return found.Length switch
        {
            1 => found[0],
            0 => throw new RequestException($"found no data set '{text}'{NearestName.Guess(text, all.Select(s => s.Facts.Name))}")
            {
                Hint = all.Count == 0 ? "the cluster keeps no data sets" : "'granary data' lists all data sets",
            },
            _ => throw new RequestException($"found {found.Length} data sets '{text}', expected one: {string.Join(", ", found.Select(s => s.ShortHash))}"),
        };
    }

    private static bool Names(JobStatus job, string sha256) => job.Spec.Uploads.Any(u => u.Sha256 == sha256);

    // One silo that does not answer must not hide the others.
    private static async Task<IEnumerable<(DataSetFacts Facts, IUploadGrain Silo)>> ListAsync(IUploadGrain silo)
    {
        try
        {
            return (await silo.List().WaitAsync(IClusterConnection.Patience)).Select(facts => (facts, silo));
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            return [];
        }
    }
}

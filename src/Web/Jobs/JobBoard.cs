using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.Connections;

namespace Granary.Web.Jobs;

/// <summary>
/// All jobs of the cluster, as they were a moment ago. However many pages look, each job is asked once a second at most, and one that has
/// ended or stands still every ten seconds.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="time">The clock.</param>
internal sealed class JobBoard(IClusterConnection cluster, TimeProvider time) : IDisposable
{
    // A little less than the second in which pages ask, so that each asking finds news.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(0.9);
    private static readonly TimeSpan FreshAtRest = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<string, (BoardJob Job, long At)> _known = [];
    private IReadOnlyList<BoardJob> _all = [];
    private long? _askedAt;

    /// <summary>The jobs, in the order in which they were accepted.</summary>
    public async Task<IReadOnlyList<BoardJob>> GetAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (!IsFresh(_askedAt, Fresh))
            {
                var ids = await cluster.ListJobsAsync().WaitAsync(cancellationToken);
                _all = await Task.WhenAll(ids.Select(GetAsync)).WaitAsync(cancellationToken);
                _askedAt = time.GetTimestamp();
                Remember(_all);
            }

            return _all;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Has a job asked at the next look: something was done to it.</summary>
    public void Forget(string id)
    {
        lock (_known)
        {
            _known.Remove(id);
            _askedAt = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private async Task<BoardJob> GetAsync(string id)
    {
        lock (_known)
        {
            if (_known.TryGetValue(id, out var known) && IsFresh(known.At, FreshAtRest))
            {
                return known.Job;
            }
        }

        var coordinator = cluster.Coordinator(id);
        try
        {
            var status = await coordinator.GetStatus().WaitAsync(IClusterConnection.Patience);
            return new BoardJob(id, status, status is null || Trains(status.State) ? null : status.Waiting ?? await WhyAsync(coordinator));
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            // One job that does not answer must not hide the others.
            return new BoardJob(id, null, null);
        }
    }

    private void Remember(IEnumerable<BoardJob> jobs)
    {
        lock (_known)
        {
            foreach (var job in jobs.Where(j => j.Status is { } s && (s.State.HasEnded() || s.State.WaitsToBeResumed())))
            {
                _known.TryAdd(job.Id, (job, time.GetTimestamp()));
                if (!IsFresh(_known[job.Id].At, FreshAtRest))
                {
                    _known[job.Id] = (job, time.GetTimestamp());
                }
            }
        }
    }

    // What happened last is why a job does not train.
    private static async Task<string?> WhyAsync(ICoordinatorGrain coordinator) =>
        (await coordinator.GetEvents(0).WaitAsync(IClusterConnection.Patience))?.LastOrDefault()?.Message;

    private static bool Trains(JobState state) => state == JobState.Running || state.HasEnded();

    private bool IsFresh(long? at, TimeSpan age) => at is { } moment && time.GetElapsedTime(moment) < age;
}

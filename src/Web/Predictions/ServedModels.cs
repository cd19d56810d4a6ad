using System.Collections.Concurrent;
using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.Connections;
using Granary.Requests.Transfers;
using Granary.Web.Answers;
using Granary.Web.Jobs;
using Microsoft.AspNetCore.Http;

namespace Granary.Web.Predictions;

/// <summary>
/// The models that this server predicts with. A model is fetched from the cluster when it is first asked for, and forgotten when others need the
/// memory. A name is that of a job, or of a series of jobs: then it means the newest of them that has a model, and when another one completes, requests
/// go to its model from then on; those under way end with the one that they began with.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="board">Its jobs.</param>
/// <param name="time">The clock.</param>
internal sealed class ServedModels(IClusterConnection cluster, JobBoard board, TimeProvider time)
{
    /// <summary>The most bytes of weights that are kept, but for the model that was asked for last.</summary>
    public const long MostBytes = 1L << 30;

    // A name is looked up once in so long.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(string Name, string? Version), (ServedModel Model, long At)> _found = [];
    private readonly Dictionary<string, Loaded> _loaded = [];
    private readonly Lock _gate = new();
    private long _uses;

    /// <summary>Finds a model.</summary>
    /// <param name="name">The name of a job or of a series of jobs.</param>
    /// <param name="version">The number of a job within the series; null for the newest.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="Refusal">There is none.</exception>
    public async ValueTask<ServedModel> GetAsync(string name, string? version, CancellationToken cancellationToken)
    {
        if (_found.TryGetValue((name, version), out var known) && time.GetElapsedTime(known.At) < Fresh)
        {
            return known.Model;
        }

        var status = await FindAsync(name, version, cancellationToken);
        if (status is null)
        {
            // It may have completed since the board was asked.
            board.Forget(name);
            status = await FindAsync(name, version, cancellationToken) ?? throw await UnknownAsync(name, version, cancellationToken);
        }

        var model = await LoadAsync(status).WaitAsync(cancellationToken);
        _found[(name, version)] = (model, time.GetTimestamp());
        return model;
    }

    /// <summary>The versions of a series, or the one of a job, oldest first.</summary>
    /// <exception cref="Refusal">There is no such model.</exception>
    public async Task<IReadOnlyList<string>> GetVersionsAsync(string name, CancellationToken cancellationToken) =>
        [.. (await FindAsync(name, cancellationToken)).Select(VersionOf)];

    private static string VersionOf(JobStatus status) => status.JobId[(status.JobId.LastIndexOf('-') + 1)..];

    private async Task<JobStatus?> FindAsync(string name, string? version, CancellationToken cancellationToken) =>
        (await FindAsync(name, cancellationToken)).LastOrDefault(s => version is null || VersionOf(s) == version);

    private async Task<JobStatus[]> FindAsync(string name, CancellationToken cancellationToken)
    {
        var models = await ListAsync(cancellationToken);
        return Array.FindAll(models, s => s.JobId == name) is { Length: > 0 } job ? job : Array.FindAll(models, s => s.Spec.Name == name);
    }

    private async Task<JobStatus[]> ListAsync(CancellationToken cancellationToken) =>
        [.. (await board.GetAsync(cancellationToken)).Select(j => j.Status).OfType<JobStatus>().Where(s => s.Model is not null)];

    private async Task<Refusal> UnknownAsync(string name, string? version, CancellationToken cancellationToken)
    {
        var versions = await GetVersionsAsync(name, cancellationToken);
        if (versions.Count > 0)
        {
            return new Refusal(StatusCodes.Status404NotFound, $"found no version {version} of the model {name}, expected one of {string.Join(", ", versions)}");
        }

        var names = (await ListAsync(cancellationToken)).Select(s => s.Spec.Name).Distinct().Take(10).ToArray();
        return new Refusal(
            StatusCodes.Status404NotFound,
            $"found no model {name}, expected {(names.Length == 0 ? "one of a completed job, of which there is none" : $"one of {string.Join(", ", names)}")}");
    }

    // A model that was removed and made again is another one.
    private Task<ServedModel> LoadAsync(JobStatus status)
    {
        lock (_gate)
        {
            if (!_loaded.TryGetValue(status.JobId, out var loaded) || loaded.Sha256 != status.Model!.Sha256 || loaded.Model.IsFaulted)
            {
                _loaded[status.JobId] = loaded = new Loaded(status.Model!.Sha256, status.Model.Bytes, FetchAsync(status));
            }

            loaded.UsedAt = ++_uses;
            MakeRoom();
            return loaded.Model;
        }
    }

    private void MakeRoom()
    {
        while (_loaded.Count > 1 && _loaded.Values.Sum(l => l.Bytes) > MostBytes)
        {
            var oldest = _loaded.MinBy(l => l.Value.UsedAt).Key;
            _loaded.Remove(oldest);
            foreach (var key in _found.Where(f => f.Value.Model.Job == oldest).Select(f => f.Key))
            {
                _found.TryRemove(key, out _);
            }
        }
    }

    private async Task<ServedModel> FetchAsync(JobStatus status) => new(
        status.JobId,
        VersionOf(status),
        await FetchedModel.LoadAsync(cluster.Coordinator(status.JobId), step: null, status.Model!.Bytes, show: null, CancellationToken.None));

    private sealed class Loaded(string sha256, long bytes, Task<ServedModel> model)
    {
        public string Sha256 => sha256;

        public long Bytes => bytes;

        public Task<ServedModel> Model => model;

        public long UsedAt { get; set; }
    }
}

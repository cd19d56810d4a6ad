using System.Diagnostics;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Benchmarks.Faults.Clusters;

/// <summary>A cluster of silos in processes of their own, that share a temporary data directory, and the eyes to watch its jobs with.</summary>
public sealed class FaultCluster : IAsyncDisposable
{
    /// <summary>The time between two looks at a job.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan SubmitTime = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo? _owned;
    private readonly string[] _arguments;
    private readonly OrderedDictionary<SiloProcess, Observer> _observers = [];
    private readonly List<SiloProcess> _gone = [];

    /// <summary>Makes a cluster without silos.</summary>
    /// <param name="data">Its data directory; null for a temporary one that ends with it.</param>
    /// <param name="arguments">More arguments for all silos.</param>
    public FaultCluster(string? data = null, params string[] arguments)
    {
        _owned = data is null ? Directory.CreateTempSubdirectory("granary-faults-") : null;
        Data = data ?? _owned!.FullName;
        _arguments = ["--data-dir", Data, "--data-root", AppContext.BaseDirectory, "--cores", "1", "--no-http", .. arguments];
    }

    public string Data { get; }

    /// <summary>The silos that nothing has ended yet, frozen ones among them, in the order in which they joined.</summary>
    public IReadOnlyCollection<SiloProcess> Silos => _observers.Keys;

    /// <summary>The processes of all silos that were ever started.</summary>
    public IEnumerable<int> ProcessIds => Silos.Concat(_gone).Select(s => s.Id);

    private IGrainFactory Grains => _observers.First(o => !o.Key.IsFrozen).Value.Grains;

    /// <summary>Starts a silo and waits until it has joined.</summary>
    public Task<SiloProcess> Start() => Start([]);

    /// <summary>Starts a silo behind a command that becomes it, and waits until it has joined.</summary>
    /// <param name="before">The command, for example one that enters a network namespace.</param>
    /// <param name="arguments">More arguments for this silo.</param>
    public async Task<SiloProcess> Start(string[] before, params string[] arguments)
    {
        var silo = await SiloProcess.StartAsync(before, [.. _arguments, .. arguments]);
        var observer = await Observer.ConnectAsync(silo.Gateway, Data);
        lock (_observers)
        {
            _observers[silo] = observer;
        }

        return silo;
    }

    /// <summary>Starts some silos: one, then the others at once.</summary>
    public async Task StartMany(int silos)
    {
        if (silos > 0)
        {
            await Start();
            await Task.WhenAll(Enumerable.Range(1, silos - 1).Select(_ => Start()));
        }
    }

    public async Task Kill(SiloProcess silo)
    {
        await silo.Kill();
        await Forget(silo);
    }

    /// <summary>Takes a silo that has ended, or is about to, out of the list.</summary>
    public async Task Forget(SiloProcess silo)
    {
        if (_observers.Remove(silo, out var observer))
        {
            _gone.Add(silo);
            await observer.DisposeAsync();
        }
    }

    /// <summary>Submits a job.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="InvalidOperationException">It was refused, or nobody took it in time; the message has what the silos said.</exception>
    public async Task<string> Submit(JobSpec spec)
    {
        var start = Stopwatch.GetTimestamp();
        string? id = null;
        while (true)
        {
            try
            {
                // The same id when it is repeated: who has taken the job and could not say so then takes no second one.
                id ??= await Grains.GetGrain<IJobListGrain>(0).NewId(spec.Name).WaitAsync(SubmitTime);
                return await Submit(id, spec);
            }
            catch (Exception e) when (e is OrleansException or TimeoutException)
            {
                if (Stopwatch.GetElapsedTime(start) >= SubmitTime)
                {
                    throw new InvalidOperationException(await Explain($"Nobody took the job {spec.Name}: {e.Message}", spec.Name), e);
                }
            }

            await Task.Delay(Look);
        }
    }

    /// <summary>A job's coordinator, by way of the first silo that is not frozen.</summary>
    public ICoordinatorGrain Coordinator(string jobId) => Grains.GetGrain<ICoordinatorGrain>(jobId);

    /// <summary>Asks all silos to end, and waits until they have.</summary>
    /// <returns>The exit code of each.</returns>
    public async Task<int[]> Leave()
    {
        var silos = Silos.ToArray();
        Array.ForEach(silos, s => s.Terminate());
        await Task.WhenAll(silos.Select(s => s.End()));
        foreach (var silo in silos)
        {
            await Forget(silo);
        }

        return [.. silos.Select(s => s.ExitCode)];
    }

    /// <summary>Where a job stands, as the first silo tells it that answers; null when none does soon.</summary>
    public async Task<JobStatus?> TryGetStatus(string jobId)
    {
        var asked = _observers.Where(o => !o.Key.IsFrozen).Select(o => o.Value.TryGetStatus(jobId)).ToList();
        await foreach (var answer in Task.WhenEach(asked))
        {
            if (await answer is { } status)
            {
                return status;
            }
        }

        return null;
    }

    /// <summary>The first status seen that fulfils something, and when it was seen.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="expected">What is waited for, for the message.</param>
    /// <param name="isFulfilled">Whether it is there. Asked of no job that failed.</param>
    /// <param name="patience">How long to wait.</param>
    /// <exception cref="InvalidOperationException">The job failed, or nothing of the kind was seen in time.</exception>
    public async Task<(JobStatus Status, long At)> Until(
        string jobId, string expected, Func<JobStatus, bool> isFulfilled, TimeSpan patience)
    {
        var start = Stopwatch.GetTimestamp();
        JobStatus? last = null;
        while (Stopwatch.GetElapsedTime(start) < patience)
        {
            if (await TryGetStatus(jobId) is { } status)
            {
                last = status;
                if (status.State is JobState.Failed or JobState.Cancelled)
                {
                    throw new InvalidOperationException(await Explain($"The job {jobId} is {status.State}: {status.Error}", jobId));
                }

                if (isFulfilled(status))
                {
                    return (status, Stopwatch.GetTimestamp());
                }
            }

            await Task.Delay(Look);
        }

        var found = last is null ? "nobody answered" : $"{last.State} at step {last.Steps}, checkpoint {last.CheckpointedAt}, {last.Recoveries} recoveries";
        throw new InvalidOperationException(
            await Explain($"The job {jobId}: expected {expected} within {patience.TotalSeconds} s, found: {found}", jobId));
    }

    /// <summary>The status with which a job completes.</summary>
    public async Task<JobStatus> End(string jobId, TimeSpan patience) =>
        (await Until(jobId, "its end", s => s.State == JobState.Completed, patience)).Status;

    /// <summary>The silo with the coordinator, and those with slices.</summary>
    public async Task<(string? Coordinator, string[] Holders)> FindRoles(string jobId) =>
        await _observers.First(o => !o.Key.IsFrozen).Value.FindRoles(jobId);

    /// <summary>What happened to a job; empty when nobody answers.</summary>
    public async Task<JobEvent[]> Events(string jobId)
    {
        try
        {
            return _observers.FirstOrDefault(o => !o.Key.IsFrozen).Value is { } observer
                ? await observer.Grains.GetGrain<ICoordinatorGrain>(jobId).GetEvents(0).WaitAsync(TimeSpan.FromSeconds(5)) ?? []
                : [];
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            return [];
        }
    }

    /// <summary>A message with everything that is known besides.</summary>
    public async Task<string> Explain(string message, string jobId)
    {
        var events = (await Events(jobId)).TakeLast(60).Select(e => $"  {e.At:HH:mm:ss.fff} {e.Kind} {e.Step} {e.Silo} {e.Message}");
        var silos = Silos.Concat(_gone).Select(s => $"silo {s.Address}{(s.HasExited ? " (ended)" : "")} said:\n{s.Said}");
        return $"{message}\nevents:\n{string.Join('\n', events)}\n{string.Join('\n', silos)}";
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (silo, observer) in _observers)
        {
            // Killed first, also a frozen one: a client stops at once when its silo is gone.
            silo.Dispose();
            await observer.DisposeAsync();
        }

        _gone.ForEach(s => s.Dispose());
        _owned?.Delete(recursive: true);
    }

    private async Task<string> Submit(string id, JobSpec spec)
    {
        var result = await Grains.GetGrain<ICoordinatorGrain>(id).Submit(spec).WaitAsync(SubmitTime);
        return result.Faults.Length == 0
            ? id
            : throw new InvalidOperationException(string.Join('\n', result.Faults.Select(f => $"{f.Key}{f.File}: {f.Message}")));
    }
}

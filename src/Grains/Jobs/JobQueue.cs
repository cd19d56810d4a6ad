using Granary.Grains.Interfaces.Jobs;

namespace Granary.Grains.Jobs;

/// <summary>
/// Which jobs run and which wait. The cluster has a number of places. A job that is to run gets a place, or waits for one: those of higher
/// priority first, and first come, first served among equals.
/// </summary>
/// <remarks>
/// <b>Giving way.</b> Where no place is free, a job of lower priority than one that waits is told to give way: the least important one, and of these
/// the one that came last. It makes a checkpoint, keeps its number, and goes on by itself when its turn comes again.
/// <para>
/// <b>Memory.</b> Whether a job fits is seen when it is assigned to silos. One that does not fit yet keeps its place, and all that come after
/// it in line wait, or small jobs would take each piece of memory that gets free. Jobs of lower priority give way to it, too.
/// </para>
/// </remarks>
/// <param name="record">What is kept of it.</param>
internal sealed class JobQueue(JobListRecord record)
{
    // Not kept: who still waits says so again.
    private readonly HashSet<string> _withoutMemory = [];

    // As the record is now; null when it has changed. Of ten thousand jobs that wait each may ask for its place.
    private Line? _line;

    private List<QueuedJob> Running => Now.Running;

    private List<QueuedJob> Waiting => Now.Waiting;

    private Line Now => _line ??= Line.Of(record.Queue.Values);

    /// <summary>How many jobs wait for a place, and how many have one and wait for memory.</summary>
    public (long Place, long Memory) Counts => (Waiting.Count, _withoutMemory.Count);

    /// <summary>The jobs that have a place.</summary>
    public string[] ListRunning() => [.. Running.Select(j => j.Id)];

    /// <summary>Whether a job has a place.</summary>
    public bool HasPlace(string jobId) => record.Queue.TryGetValue(jobId, out var job) && job.HasPlace;

    /// <summary>Puts a job in line, unless it is there.</summary>
    /// <returns>Whether that changed anything.</returns>
    public bool Enter(string jobId, JobPriority priority)
    {
        var isNew = record.Queue.TryAdd(jobId, new QueuedJob { Id = jobId, Priority = priority, Number = record.Entered });
        record.Entered += isNew ? 1 : 0;
        _line = null;
        return isNew;
    }

    /// <summary>Takes a job's place away; it waits where it stood in line before.</summary>
    /// <returns>Whether that changed anything.</returns>
    public bool GiveWay(string jobId)
    {
        var hadPlace = HasPlace(jobId);
        if (hadPlace)
        {
            record.Queue[jobId].HasPlace = false;
            _withoutMemory.Remove(jobId);
            _line = null;
        }

        return hadPlace;
    }

    /// <summary>Forgets a job.</summary>
    /// <returns>Whether that changed anything.</returns>
    public bool Leave(string jobId)
    {
        _withoutMemory.Remove(jobId);
        _line = null;
        return record.Queue.Remove(jobId);
    }

    /// <summary>Notes whether a job that has a place waits for memory.</summary>
    public void WaitForMemory(string jobId, bool isWaiting)
    {
        _ = isWaiting && HasPlace(jobId) ? _withoutMemory.Add(jobId) : _withoutMemory.Remove(jobId);
    }

    /// <summary>Gives free places away.</summary>
    /// <param name="places">How many places there are.</param>
    /// <returns>The jobs that got one.</returns>
    public string[] Admit(int places)
    {
        var free = Math.Max(0, places - Running.Count);
        QueuedJob[] admitted = [.. Waiting.TakeWhile(j => Blocker(j) is null).Take(free)];
        foreach (var job in admitted)
        {
            job.HasPlace = true;
            _line = null;
        }

        return [.. admitted.Select(j => j.Id)];
    }

    /// <summary>The jobs that are to give way: one for each more important job that has no place, or no memory.</summary>
    public string[] FindInTheWay()
    {
        var running = Running.ToList();
        var found = new List<string>();
        foreach (var job in InLine(record.Queue.Values.Where(j => !j.HasPlace || _withoutMemory.Contains(j.Id))))
        {
            var least = running.Where(r => r.Priority < job.Priority).OrderBy(r => r.Priority).ThenByDescending(r => r.Number).FirstOrDefault();
            if (least is null)
            {
                break;
            }

            running.Remove(least);
            found.Add(least.Id);
        }

        return [.. found];
    }

    /// <summary>Why a job waits for its turn, and where in line it is; null when it does not wait.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="places">How many places there are.</param>
    public string? Explain(string jobId, int places)
    {
        if (!Now.Places.TryGetValue(jobId, out var at))
        {
            return null;
        }

        var line = Waiting;

        var reason = Blocker(line[at]) is { } blocker
            ? $"{blocker.Id} comes first, and waits for memory"
            : $"{Running.Count} of {places} places are taken";
        return at == 0 ? $"next in line: {reason}" : $"place {at + 1} in line, after {line[at - 1].Id}: {reason}";
    }

    /// <summary>The silo on which a job is best alone: the one that is that for the fewest others.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="silos">The silos that there are.</param>
    /// <param name="here">The best one where others are as good.</param>
    public string? FindHome(string jobId, string[] silos, string here)
    {
        if (!record.Queue.TryGetValue(jobId, out var job))
        {
            return null;
        }

        if (job.Home is null || !silos.Contains(job.Home))
        {
            job.Home = silos.OrderBy(s => Running.Count(r => r.Home == s && r != job)).ThenByDescending(s => s == here).FirstOrDefault();
        }

        return job.Home;
    }

    private static IEnumerable<QueuedJob> InLine(IEnumerable<QueuedJob> jobs) => jobs.OrderByDescending(j => j.Priority).ThenBy(j => j.Number);

    // Who comes before a job and waits for memory.
    private QueuedJob? Blocker(QueuedJob job) => InLine(Running.Where(r => _withoutMemory.Contains(r.Id)))
        .FirstOrDefault(r => r.Priority > job.Priority || (r.Priority == job.Priority && r.Number < job.Number));

    /// <summary>The jobs as they stand.</summary>
    /// <param name="Running">Those that have a place.</param>
    /// <param name="Waiting">Those that wait, the next one first.</param>
    /// <param name="Places">Where in line each of these is, from 0.</param>
    private sealed record Line(List<QueuedJob> Running, List<QueuedJob> Waiting, Dictionary<string, int> Places)
    {
        public static Line Of(IReadOnlyCollection<QueuedJob> jobs)
        {
            List<QueuedJob> waiting = [.. InLine(jobs.Where(j => !j.HasPlace))];
            return new Line([.. jobs.Where(j => j.HasPlace)], waiting, waiting.Index().ToDictionary(j => j.Item.Id, j => j.Index));
        }
    }
}

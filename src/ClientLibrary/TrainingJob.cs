using System.Runtime.CompilerServices;
using Granary.Client.Connections;
using Granary.Client.Following;
using Granary.Client.ModelFiles;
using Granary.Grains.Interfaces.Jobs;
using Granary.Models;
using Granary.Requests.Connections;
using Granary.Requests.Faults;
using Granary.Requests.Lookups;

namespace Granary.Client;

/// <summary>
/// A job of a cluster. It trains by itself, whatever becomes of this object. What waits for it is patient: while silos are lost, it asks again until
/// half a minute has passed without an answer. Several threads may use it at once.
/// </summary>
public sealed class TrainingJob
{
    private readonly IClusterConnection _cluster;
    private readonly ICoordinatorGrain _coordinator;
    private readonly FollowOptions _options;

    /// <summary>Makes the handle of a job.</summary>
    internal TrainingJob(IClusterConnection cluster, string id, FollowOptions options)
    {
        _cluster = cluster;
        _coordinator = cluster.Coordinator(id);
        _options = options;
        Id = id;
    }

    /// <summary>The job's id, for example <c>digits-1</c>.</summary>
    public string Id { get; }

    /// <summary>Where the job stands.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RequestException">The cluster does not know the job.</exception>
    /// <exception cref="NoClusterException">The cluster did not answer.</exception>
    public Task<JobStatus> GetStatusAsync(CancellationToken cancellationToken = default) =>
        Answers.OfAsync(JobLookup.GetStatusAsync(_cluster, Id, cancellationToken), cancellationToken);

    /// <summary>What was measured over the job's life: losses, learning rates and evaluations.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="NoClusterException">The cluster did not answer, or does not know the job any more.</exception>
    public async Task<JobHistory> GetHistoryAsync(CancellationToken cancellationToken = default) =>
        await Answers.OfAsync(_coordinator.GetHistory(), cancellationToken) ?? throw NoClusterException.Forgotten();

    /// <summary>Where the job stands, again and again, until it has ended. A job that is paused is waited for.</summary>
    /// <param name="cancellationToken">Ends it; the job goes on.</param>
    /// <returns>The statuses; the last one is that of the job's end.</returns>
    /// <exception cref="NoClusterException">The cluster was silent for too long, or does not know the job any more.</exception>
    public async IAsyncEnumerable<JobStatus> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var status in Statuses(cancels: false, cancellationToken))
        {
            if (status is not null)
            {
                yield return status;
            }
        }
    }

    /// <summary>What happened to the job and what happens to it, until it has ended.</summary>
    /// <param name="afterNumber">The number of the last event that is known; 0 for all.</param>
    /// <param name="cancellationToken">Ends it; the job goes on.</param>
    /// <exception cref="NoClusterException">The cluster was silent for too long.</exception>
    public async IAsyncEnumerable<JobEvent> WatchEventsAsync(
        long afterNumber = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var follower = new EventFollower(_coordinator, Questions(), _options);
        await foreach (var events in follower.FollowAsync(afterNumber, cancellationToken))
        {
            foreach (var e in events)
            {
                yield return e;
            }
        }

        if (!follower.HasEnded)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Waits until the job is completed. A job that is paused is waited for.</summary>
    /// <param name="cancellationToken">Ends the wait; the job goes on.</param>
    /// <returns>How it ended: losses, metrics, the hash of the weights.</returns>
    /// <exception cref="TrainingFailedException">It failed, or was cancelled.</exception>
    /// <exception cref="NoClusterException">The cluster was silent for too long, or does not know the job any more.</exception>
    public async Task<JobStatus> WaitAsync(CancellationToken cancellationToken = default)
    {
        var last = await LastAsync(cancels: false, cancellationToken);
        return last.State == JobState.Completed ? last : throw new TrainingFailedException(last);
    }

    /// <summary>Pauses the job, and returns when it stands still. It stays paused when silos are started again.</summary>
    /// <param name="cancellationToken">Ends the wait; the pause may still take effect.</param>
    /// <exception cref="RequestException">It cannot be paused; the message says why.</exception>
    /// <exception cref="NoClusterException">The cluster did not answer.</exception>
    public Task PauseAsync(CancellationToken cancellationToken = default) => ActAsync(_coordinator.Pause(), cancellationToken);

    /// <summary>Has a paused job go on, or any job go back to a checkpoint and go on from there.</summary>
    /// <param name="fromStep">The step of the checkpoint; null to go on where the job stands.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RequestException">It cannot go on; the message says why, and which checkpoints there are.</exception>
    /// <exception cref="NoClusterException">The cluster did not answer.</exception>
    public Task ResumeAsync(long? fromStep = null, CancellationToken cancellationToken = default) =>
        ActAsync(_coordinator.Resume(fromStep), cancellationToken);

    /// <summary>Has a completed job train for longer. It ends with the bits of a job that was that long from the start.</summary>
    /// <param name="more">How much longer.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RequestException">It cannot; the message says why.</exception>
    /// <exception cref="NoClusterException">The cluster did not answer.</exception>
    public Task ExtendAsync(JobExtension more, CancellationToken cancellationToken = default) =>
        ActAsync(_coordinator.Extend(more), cancellationToken);

    /// <summary>Cancels the job, and returns when it has ended. A job that has ended stays as it is.</summary>
    /// <param name="cancellationToken">Ends the wait; the job may end all the same.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="NoClusterException">The cluster was silent for too long, or does not know the job any more.</exception>
    public Task<JobStatus> CancelAsync(CancellationToken cancellationToken = default) => LastAsync(cancels: true, cancellationToken);

    /// <summary>Brings the job's model into this process, to predict with it.</summary>
    /// <param name="step">The step of a checkpoint; null for the model of the completed job.</param>
    /// <param name="progress">Told how much has come; null for nobody.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RequestException">There is no such model.</exception>
    /// <exception cref="NoClusterException">The cluster did not answer.</exception>
    public Task<Model> LoadModelAsync(
        long? step = null, IProgress<TransferProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new JobModel(_coordinator, step).LoadAsync(progress, cancellationToken);

    /// <summary>Writes the job's model to a file, which is whole or not there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">The format; null to go by the ending of the file's name: <c>.safetensors</c>, <c>.onnx</c> or <c>.npz</c>.</param>
    /// <param name="replaces">Whether it may take the place of a file that is there.</param>
    /// <param name="step">The step of a checkpoint; null for the model of the completed job.</param>
    /// <param name="progress">Told how much has come; null for nobody.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RequestException">There is no such model or format, the format cannot hold the model, or the file may not be written.</exception>
    /// <exception cref="IOException">The file cannot be written, or is there and may not be replaced.</exception>
    /// <exception cref="NoClusterException">The cluster did not answer.</exception>
    public async Task DownloadModelAsync(
        string path,
        ModelFormat? format = null,
        bool replaces = true,
        long? step = null,
        IProgress<TransferProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var found = format ?? ModelFormats.Find(path) ?? throw new RequestException(
            $"{path}: the name does not end with {string.Join(", ", ModelFormats.Names.Select(n => "." + n))}, and no format is given");
        using var model = await LoadModelAsync(step, progress, cancellationToken);
        try
        {
            model.Save(path, found, replaces);
        }
        catch (Exception e) when (e is ModelException or UnauthorizedAccessException)
        {
            throw new RequestException($"{path} was not written: {e.Message}");
        }
    }

    /// <summary>Writes the job's model to a stream.</summary>
    /// <param name="target">The stream, which stays open.</param>
    /// <param name="format">The format.</param>
    /// <param name="step">The step of a checkpoint; null for the model of the completed job.</param>
    /// <param name="progress">Told how much has come; null for nobody.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RequestException">There is no such model, or the format cannot hold it.</exception>
    /// <exception cref="NoClusterException">The cluster did not answer.</exception>
    public Task DownloadModelAsync(
        Stream target,
        ModelFormat format = ModelFormat.Safetensors,
        long? step = null,
        IProgress<TransferProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new JobModel(_coordinator, step).WriteAsync(target, format, progress, cancellationToken);
    }

    private static async Task ActAsync(Task<string?> action, CancellationToken cancellationToken)
    {
        if (await Answers.OfAsync(action, cancellationToken) is { } reason)
        {
            throw new RequestException(reason);
        }
    }

    private async Task<JobStatus> LastAsync(bool cancels, CancellationToken cancellationToken)
    {
        JobStatus? last = null;
        await foreach (var status in Statuses(cancels, cancellationToken))
        {
            last = status;
        }

        return last!;
    }

    private async IAsyncEnumerable<JobStatus?> Statuses(bool cancels, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var hasEnded = false;
        await foreach (var status in new StatusFollower(_coordinator, Questions(), _options).FollowAsync(cancels, cancellationToken))
        {
            hasEnded = status?.State.HasEnded() == true;
            yield return status;
        }

        if (!hasEnded)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private PatientQuestions Questions() => new(_options, _cluster.Location);
}

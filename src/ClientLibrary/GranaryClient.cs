using Granary.Client.Connections;
using Granary.Client.Following;
using Granary.Client.Submissions;
using Granary.Clustering.Addresses;
using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.Connections;
using Granary.Requests.Faults;
using Granary.Requests.JobFiles;

namespace Granary.Client;

/// <summary>A connection to a Granary cluster: submits jobs to it, and finds those that it has. Several threads may use it at once.</summary>
public sealed class GranaryClient : IAsyncDisposable
{
    private readonly FollowOptions _options;

    /// <summary>Uses an Orleans client, or a silo, of this program. It stays its owner's: disposing of this does not end it.</summary>
    /// <param name="grains">The client, or the silo's grain factory.</param>
    public GranaryClient(IGrainFactory grains)
        : this(
            new OrleansConnection(grains ?? throw new ArgumentNullException(nameof(grains)), "this cluster"),
            new FollowOptions(TimeProvider.System, new GranaryClientOptions().PollInterval))
    {
    }

    /// <summary>Uses a connection.</summary>
    /// <param name="cluster">The connection, which ends with this.</param>
    /// <param name="options">How jobs are followed.</param>
    internal GranaryClient(IClusterConnection cluster, FollowOptions options)
    {
        Cluster = cluster;
        _options = options;
    }

    /// <summary>Where the cluster is, in words for messages.</summary>
    public string Location => Cluster.Location;

    /// <summary>The connection.</summary>
    internal IClusterConnection Cluster { get; }

    /// <summary>Connects to a running cluster.</summary>
    /// <param name="address">
    /// <c>local</c>, <c>redis:HOST:PORT</c> or <c>postgres:CONNECTION-STRING</c>, as silos are started with; null for that of the environment variable
    /// <c>GRANARY_CLUSTER</c>, or else <c>local</c>.
    /// </param>
    /// <param name="options">How to get in; null for the usual way.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="RequestException">There is no such address.</exception>
    /// <exception cref="NoClusterException">No cluster answered there in time, or one that this program cannot use.</exception>
    public static async Task<GranaryClient> ConnectAsync(
        string? address = null, GranaryClientOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new GranaryClientOptions();
        var place = ClusterConnector.Resolve(options.Choice(address), Environment.GetEnvironmentVariable(ClusterChoice.AddressVariable));
        var cluster = await new ClusterConnector(options.ConnectTimeout).ConnectAsync(place, cancellationToken);
        return new GranaryClient(cluster, new FollowOptions(TimeProvider.System, options.PollInterval));
    }

    /// <summary>Submits a job. Files that the silos do not read under the same path are uploaded, unless the cluster has them already.</summary>
    /// <param name="spec">The job. Paths in it are relative to the current directory.</param>
    /// <param name="data">Data that take the place of files that the job names; null for none.</param>
    /// <param name="progress">Told how far it is; null for nobody.</param>
    /// <param name="cancellationToken">Ends the wait. When the cluster was asked already, it may accept the job all the same.</param>
    /// <returns>The job, which is accepted and trains by itself.</returns>
    /// <exception cref="RequestException">The job or its data have faults; all of them are listed.</exception>
    /// <exception cref="NoClusterException">The cluster did not answer.</exception>
    public Task<TrainingJob> SubmitAsync(
        JobSpec spec,
        IReadOnlyList<JobData>? data = null,
        IProgress<SubmissionProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return SubmitAsync(JobSubmission.Of(spec, data ?? []), data, progress, cancellationToken);
    }

    /// <summary>Submits the job of a job file. Faults are told with their lines.</summary>
    /// <param name="file">The file.</param>
    /// <param name="data">Data that take the place of files that the job names; null for none.</param>
    /// <param name="progress">Told how far it is; null for nobody.</param>
    /// <param name="cancellationToken">Ends the wait. When the cluster was asked already, it may accept the job all the same.</param>
    /// <returns>The job, which is accepted and trains by itself.</returns>
    /// <exception cref="RequestException">The job or its data have faults; all of them are listed.</exception>
    /// <exception cref="NoClusterException">The cluster did not answer.</exception>
    public Task<TrainingJob> SubmitAsync(
        JobFile file,
        IReadOnlyList<JobData>? data = null,
        IProgress<SubmissionProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        return SubmitAsync(JobSubmission.Of(file), data, progress, cancellationToken);
    }

    /// <summary>Finds a job.</summary>
    /// <param name="jobId">Its id, for example <c>digits-1</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RequestException">There is no such job.</exception>
    /// <exception cref="NoClusterException">The cluster did not answer.</exception>
    public async Task<TrainingJob> GetJobAsync(string jobId, CancellationToken cancellationToken = default)
    {
        var job = Job(jobId);
        await job.GetStatusAsync(cancellationToken);
        return job;
    }

    /// <summary>All jobs, in the order in which they were accepted.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="NoClusterException">The cluster did not answer.</exception>
    public async Task<IReadOnlyList<TrainingJob>> ListJobsAsync(CancellationToken cancellationToken = default) =>
        [.. (await Answers.OfAsync(Cluster.ListJobsAsync(), cancellationToken)).Select(Job)];

    /// <summary>Ends the connection. Jobs go on.</summary>
    public ValueTask DisposeAsync() => Cluster.DisposeAsync();

    /// <summary>A job that is known to exist.</summary>
    internal TrainingJob Job(string jobId) => new(Cluster, jobId, _options);

    /// <summary>Submits a job.</summary>
    internal async Task<TrainingJob> SubmitAsync(
        JobSubmission submission, IReadOnlyList<JobData>? data, IProgress<SubmissionProgress>? progress, CancellationToken cancellationToken) =>
        Job(await submission.SubmitAsync(Cluster, data ?? [], progress, cancellationToken));
}

using Granary.Clustering.Addresses;
using Granary.Clustering.Storage;
using Granary.Grains.Caching;
using Granary.Grains.Compute;
using Granary.Grains.Hosting;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Silos;
using Granary.Grains.Jobs;
using Granary.Grains.Layers;
using Granary.Grains.Placement;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.TestingHost;

namespace Granary.Grains.Tests.Cluster;

/// <summary>A cluster of real silos in this process, each with its own compute threads.</summary>
public sealed class TestCluster : IAsyncDisposable
{
    private const int ThreadsPerSilo = 2;

    private readonly InProcessTestCluster _cluster;
    private readonly TemporaryFolder _data;

    private TestCluster(InProcessTestCluster cluster, TemporaryFolder data)
    {
        _cluster = cluster;
        _data = data;
    }

    public IGrainFactory Grains => _cluster.Client;

    /// <summary>The ids of all jobs.</summary>
    public Task<string[]> ListJobs() => Grains.GetGrain<IClusterGrain>(0).ListJobs();

    public IJobListGrain Jobs => Grains.GetGrain<IJobListGrain>(0);

    /// <summary>The directory of a job's checkpoints.</summary>
    public string CheckpointsOf(string jobId) => Path.Combine(_data.Path, "checkpoints", jobId);

    /// <summary>The file of a job's model.</summary>
    public string ModelOf(string jobId) => Path.Combine(_data.Path, "models", $"{jobId}.safetensors");

    public IReadOnlyList<SiloAddress> Silos => [.. _cluster.GetActiveSilos().Select(s => s.SiloAddress)];

    public static Task<TestCluster> StartAsync(int silos, bool sharesMemory = true, bool sharesUploads = true) =>
        StartAsync(silos, _ => new ComputeOptions(ThreadsPerSilo) { SharesMemory = sharesMemory }, sharesUploads);

    /// <summary>Starts a cluster.</summary>
    /// <param name="silos">How many silos.</param>
    /// <param name="options">What the silo of a name computes with.</param>
    /// <param name="sharesUploads">Whether the silos keep uploaded data sets in one directory.</param>
    /// <param name="queue">How many jobs run at once.</param>
    public static async Task<TestCluster> StartAsync(int silos, Func<string, ComputeOptions> options, bool sharesUploads = true, QueueOptions? queue = null)
    {
        var data = new TemporaryFolder();
        var builder = new InProcessTestClusterBuilder((short)silos);
        builder.ConfigureSilo((settings, silo) =>
        {
            silo.Services.AddSingleton(TimeProvider.System);
            silo.Configure<ClusterMembershipOptions>(NoticeLossesSoon);
            silo.AddGranaryStorage(new ClusterAddress.Local(), new DataDirectory(data.Path));
            silo.AddGranary(new GranaryOptions(options(settings.SiloName), FoldersIn(data.Path, sharesUploads ? "" : settings.SiloName))
            {
                Queue = queue ?? QueueOptions.Default,
                Cache = new TableCacheOptions(Path.Combine(data.Path, "cache")),
            });
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new TestCluster(cluster, data);
    }

    private static KeptFolders FoldersIn(string data, string ofUploads) =>
        new(Path.Combine(data, "checkpoints"), Path.Combine(data, "models"), Path.Combine(data, "uploads", ofUploads));

    private static void NoticeLossesSoon(ClusterMembershipOptions options)
    {
        options.ProbeTimeout = TimeSpan.FromSeconds(1);
        options.MinProbeTimeout = TimeSpan.FromSeconds(0.5);
        options.MaxProbeTimeout = TimeSpan.FromSeconds(1);
        options.NumMissedProbesLimit = 2;
        options.NumVotesForDeathDeclaration = 1;
    }

    public ICoordinatorGrain Coordinator(string jobId) => Grains.GetGrain<ICoordinatorGrain>(jobId);

    /// <summary>Submits a job that is expected to be accepted.</summary>
    public async Task<ICoordinatorGrain> Submit(JobSpec spec)
    {
        var coordinator = Coordinator(await Jobs.NewId(spec.Name));
        var result = await coordinator.Submit(spec);
        Assert.Empty(result.Faults);
        return coordinator;
    }

    /// <summary>Submits a job and follows it to its end.</summary>
    public async Task<JobStatus> Run(JobSpec spec) => await End(await Submit(spec));

    /// <summary>The status with which a job ends.</summary>
    public static Task<JobStatus> End(ICoordinatorGrain coordinator) => Until(
        coordinator, "the job's end", s => s.State is JobState.Completed or JobState.Failed or JobState.Cancelled);

    /// <summary>The first status seen that fulfils something.</summary>
    public static async Task<JobStatus> Until(ICoordinatorGrain coordinator, string expected, Func<JobStatus, bool> isFulfilled) =>
        (await Eventually.Becomes(
            coordinator.GetStatus,
            expected,
            s => s is not null && isFulfilled(s),
            s => s is null ? "no job" : $"{s.State} at step {s.Steps}, error: {s.Error}"))!;

    /// <summary>The silo that a grain is on.</summary>
    public SiloAddress SiloOf(IGrain grain) => _cluster.TryGetGrainContext(grain.GetGrainId(), out var context)
        ? context.Address.SiloAddress!
        : throw new InvalidOperationException($"{grain.GetGrainId()} is on no silo: expected it to be active.");

    /// <summary>
    /// Has Orleans' directory forget where a grain is while the grain lives on, as may happen when the silo leaves that kept its entry.
    /// By reflection, because Orleans has no public way to do so.
    /// </summary>
    public async Task Forget(IGrain grain)
    {
        var address = _cluster.TryGetGrainContext(grain.GetGrainId(), out var context) ? context.Address : throw new InvalidOperationException();
        var type = Type.GetType("Orleans.Runtime.GrainDirectory.GrainLocator, Orleans.Runtime", throwOnError: true)!;
        var locators = Silos.Select(s => _cluster.GetSiloServiceProvider(s).GetRequiredService(type)).ToArray();
        var unregister = type.GetMethod("Unregister")!;
        var force = Enum.Parse(unregister.GetParameters()[1].ParameterType, "Force");
        await (Task)unregister.Invoke(locators[0], [address, force])!;
        foreach (var locator in locators)
        {
            type.GetMethod("InvalidateCache", [typeof(GrainId)])!.Invoke(locator, [address.GrainId]);
        }
    }

    /// <summary>Has a grain begin to be deactivated, as when the silo is lost that keeps its entry in the directory.</summary>
    public void Deactivate(IGrain grain)
    {
        if (_cluster.TryGetGrainContext(grain.GetGrainId(), out var context))
        {
            context.Deactivate(new DeactivationReason(DeactivationReasonCode.DirectoryFailure, "Its entry is lost."));
        }
    }

    /// <summary>The name of a silo.</summary>
    public string NameOf(SiloAddress silo) => _cluster.GetSiloForAddress(silo)!.Name;

    public T Service<T>(SiloAddress silo)
        where T : notnull => _cluster.GetSiloServiceProvider(silo).GetRequiredService<T>();

    /// <summary>Ends a silo as a crash does.</summary>
    public Task Kill(SiloAddress silo) => _cluster.KillSiloAsync(_cluster.GetSiloForAddress(silo)!);

    /// <summary>Waits until no silo holds anything of any job.</summary>
    public Task IsEmpty() => Eventually.Becomes(
        () => Task.FromResult(Silos.Select(s => (Service<SliceRegistry>(s).Slices.Count, Service<HeldGrains>(s).Workers)).ToArray()),
        "no slices and no workers on any silo",
        counts => counts.All(c => c is (0, 0)),
        counts => string.Join(", ", counts.Select(c => $"{c.Item1} slices and {c.Item2} workers")));

    /// <summary>Starts one silo more.</summary>
    public async Task<SiloAddress> Start() => (await _cluster.StartAdditionalSiloAsync()).SiloAddress;

    /// <summary>Has a silo leave politely.</summary>
    public Task Stop(SiloAddress silo) => _cluster.StopSiloAsync(_cluster.GetSiloForAddress(silo)!);

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _data.Dispose();
    }
}

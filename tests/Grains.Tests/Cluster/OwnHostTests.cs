using Granary.Grains.Hosting;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Silos;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Granary.Grains.Tests.Cluster;

/// <summary>A silo of somebody else, with his clustering, his storage and his grains.</summary>
public sealed class OwnHostTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AddGranary_SiloWithADefaultStorage_TrainsBesideOtherGrains()
    {
        using var host = Build(silo => silo.AddMemoryGrainStorageAsDefault());
        await host.StartAsync();
        var grains = host.Services.GetRequiredService<IGrainFactory>();

        var job = grains.GetGrain<ICoordinatorGrain>(await grains.GetGrain<IJobListGrain>(0).NewId("digits"));
        var result = await job.Submit(TestJobs.Digits);
        var visits = await grains.GetGrain<IVisitsGrain>("front door").Count();

        Assert.Empty(result.Faults);
        Assert.Equal(TestJobs.SequentialHash(TestJobs.Digits), (await TestCluster.End(job)).WeightsHash);
        Assert.Equal(1, visits);
        Assert.True(File.Exists(Path.Combine(_folder.Path, "training", "models", "digits-1.safetensors")));
        await host.StopAsync();
    }

    [Fact]
    public async Task AddGranary_StorageOfItsName_IsUsedWhicheverComesFirst()
    {
        using var host = Build(silo => silo.AddMemoryGrainStorage("granary"), storageFirst: false);

        await host.StartAsync();

        Assert.Empty(await host.Services.GetRequiredService<IGrainFactory>().GetGrain<IClusterGrain>(0).ListJobs());
        await host.StopAsync();
    }

    [Fact]
    public async Task AddGranary_SiloWithoutStorage_DoesNotStartAndSaysWhatToAdd()
    {
        using var host = Build(_ => { });

        var e = await Assert.ThrowsAsync<OrleansConfigurationException>(() => host.StartAsync());

        Assert.StartsWith("found no grain storage in which Granary could record jobs", e.Message, StringComparison.Ordinal);
    }

    private IHost Build(Action<ISiloBuilder> addStorage, bool storageFirst = true)
    {
        var ports = Ports.Free(2);
        return new HostBuilder()
            .ConfigureLogging(logging => logging.ClearProviders())
            .UseOrleans(silo =>
            {
                silo.UseLocalhostClustering(ports[0], ports[1]);
                if (storageFirst)
                {
                    addStorage(silo);
                }

                silo.AddGranary(new GranaryOptions(Path.Combine(_folder.Path, "training")));
                if (!storageFirst)
                {
                    addStorage(silo);
                }
            })
            .Build();
    }
}

/// <summary>A grain that has nothing to do with training.</summary>
public interface IVisitsGrain : IGrainWithStringKey
{
    Task<int> Count();
}

/// <summary>Counts how often it is asked.</summary>
public sealed class VisitsGrain : Grain, IVisitsGrain
{
    private int _count;

    public Task<int> Count() => Task.FromResult(++_count);
}

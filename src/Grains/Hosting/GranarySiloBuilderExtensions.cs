using Granary.Grains.Admission;
using Granary.Grains.Caching;
using Granary.Grains.Checkpoints;
using Granary.Grains.Compute;
using Granary.Grains.Datasets;
using Granary.Grains.Interfaces.Silos;
using Granary.Grains.Jobs;
using Granary.Grains.Layers;
using Granary.Grains.Membership;
using Granary.Grains.Models;
using Granary.Grains.Placement;
using Granary.Grains.Silos;
using Granary.Grains.Telemetry;
using Granary.Grains.Uploads;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Runtime.Hosting;

namespace Granary.Grains.Hosting;

/// <summary>Adds training to a silo.</summary>
public static class GranarySiloBuilderExtensions
{
    /// <summary>
    /// Has a silo train the jobs of its cluster, beside its other grains. Its clustering is its own. So is its storage: jobs are recorded in the grain storage of
    /// the name <see cref="Interfaces.ClusterDefaults.Storage"/>, or else in the default one.
    /// </summary>
    /// <param name="builder">The silo.</param>
    /// <param name="options">How it trains.</param>
    /// <exception cref="ArgumentException">There is no kernel of that name.</exception>
    /// <exception cref="PlatformNotSupportedException">This machine cannot run it.</exception>
    public static ISiloBuilder AddGranary(this ISiloBuilder builder, GranaryOptions options)
    {
        ComputeOptions.CheckKernel(options.Compute.Kernel);
        StateStorage.AddTo(builder.Services);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(options.Compute);
        builder.Services.AddSingleton(_ => new ComputeExecutor(options.Compute.Threads));
        builder.Services.AddSingleton(options.Roots);
        builder.Services.AddSingleton(options.Cache);
        builder.Services.AddSingleton(options.Queue);
        builder.Services.AddSingleton<TableCache>();
        builder.Services.AddSingleton<DatasetStore>();
        builder.Services.AddSingleton<PretrainedStore>();
        builder.Services.AddSingleton<JobAdmission>();
        builder.Services.AddSingleton<JobListReader>();
        builder.Services.AddSingleton<SliceRegistry>();
        builder.Services.AddSingleton<HeldGrains>();
        builder.Services.AddSingleton<LocalCoordinators>();
        builder.Services.AddSingleton<SliceMaker>();
        builder.Services.AddSingleton<SiloLeaving>();
        builder.Services.AddSingleton<TrainingMetrics>();
        builder.Services.AddSingleton<ISiloHealth, SiloHealth>();
        builder.Services.AddSingleton(_ => new CheckpointStore(options.Folders.Checkpoints));
        builder.Services.AddSingleton(_ => new ModelStore(options.Folders.Models));
        builder.Services.AddSingleton(services => new UploadStore(
            options.Folders.Uploads,
            services.GetRequiredService<ILocalSiloDetails>().Name,
            options.Uploads,
            services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<UploadSupply>();
        builder.Services.AddHostedService<SiloMetrics>();
        builder.Services.AddHostedService<JobKeeper>();
        builder.Services.AddHostedService<PoliteLeaving>();
        builder.Services.AddPlacementDirector<OnNamedSilo, OnNamedSiloDirector>();
        builder.AddGrainDirectory(NamedSiloDirectory.Name, (_, _) => new NamedSiloDirectory());
        return builder;
    }
}

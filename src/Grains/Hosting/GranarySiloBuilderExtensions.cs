using Granary.Grains.Admission;
using Granary.Grains.Checkpoints;
using Granary.Grains.Compute;
using Granary.Grains.Datasets;
using Granary.Grains.Jobs;
using Granary.Grains.Layers;
using Granary.Grains.Membership;
using Granary.Grains.Models;
using Granary.Grains.Placement;
using Granary.Grains.Roots;
using Granary.Grains.Uploads;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime.Hosting;

namespace Granary.Grains.Hosting;

/// <summary>Adds training to a silo.</summary>
public static class GranarySiloBuilderExtensions
{
    /// <summary>
    /// Adds the grains' services. The silo needs a storage provider named <see cref="Interfaces.ClusterDefaults.Storage"/> besides.
    /// </summary>
    /// <param name="builder">The silo.</param>
    /// <param name="options">What it computes with.</param>
    /// <param name="folders">The directories that keep what is large.</param>
    /// <param name="roots">Which files it reads for jobs; null for all that its user may read.</param>
    /// <param name="limits">How much may be uploaded to it; null for <see cref="UploadLimits.Default"/>.</param>
    /// <exception cref="ArgumentException">There is no kernel of that name.</exception>
    /// <exception cref="PlatformNotSupportedException">This machine cannot run it.</exception>
    public static ISiloBuilder AddGranary(
        this ISiloBuilder builder, ComputeOptions options, KeptFolders folders, DataRoots? roots = null, UploadLimits? limits = null)
    {
        ComputeOptions.CheckKernel(options.Kernel);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(_ => new ComputeExecutor(options.Threads));
        builder.Services.AddSingleton(roots ?? DataRoots.Anywhere);
        builder.Services.AddSingleton<DatasetStore>();
        builder.Services.AddSingleton<PretrainedStore>();
        builder.Services.AddSingleton<JobAdmission>();
        builder.Services.AddSingleton<JobListReader>();
        builder.Services.AddSingleton<SliceRegistry>();
        builder.Services.AddSingleton<HeldGrains>();
        builder.Services.AddSingleton<LocalCoordinators>();
        builder.Services.AddSingleton<SliceMaker>();
        builder.Services.AddSingleton<SiloLeaving>();
        builder.Services.AddSingleton(_ => new CheckpointStore(folders.Checkpoints));
        builder.Services.AddSingleton(_ => new ModelStore(folders.Models));
        builder.Services.AddSingleton(services => new UploadStore(
            folders.Uploads,
            services.GetRequiredService<ILocalSiloDetails>().Name,
            limits ?? UploadLimits.Default,
            services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<UploadSupply>();
        builder.Services.AddHostedService<JobKeeper>();
        builder.Services.AddHostedService<PoliteLeaving>();
        builder.Services.AddPlacementDirector<OnNamedSilo, OnNamedSiloDirector>();
        builder.AddGrainDirectory(NamedSiloDirectory.Name, (_, _) => new NamedSiloDirectory());
        return builder;
    }
}
